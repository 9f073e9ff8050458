import type { Service, ServiceDifference } from '../../src-shared/docker.ts';
import './differences.css';

const keyWords: Readonly<Record<ServiceDifference['key'], string>> = {
  image: 'Image',
  environment: 'Variable',
  port: 'Port',
  mount: 'Folder',
  label: 'Label',
  setting: 'Setting',
  other: 'File',
};

/** Key by key in what a container is not what its files say; nothing where it is. */
export function Differences({ service }: { readonly service: Service }) {
  const { differences, title } = service;
  if (differences.length === 0) return null;
  return (
    <details className="differences">
      <summary>
        {differences.length === 1 ? '1 difference' : `${differences.length} differences`}
        <span className="visually-hidden"> of the container of {title}</span>
      </summary>
      <table>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">The container has</th>
            <th scope="col">The files say</th>
          </tr>
        </thead>
        <tbody>
          {differences.map(({ key, name, wanted, actual }) => (
            <tr key={`${key} ${name}`}>
              <th scope="row">
                {keyWords[key]} {key === 'image' ? '' : <code>{name}</code>}
              </th>
              <td>{actual ?? 'nothing'}</td>
              <td>{wanted ?? 'nothing'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
