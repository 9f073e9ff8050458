import { FolderOpen } from 'lucide-react';
import { useHome, useStores } from '../../app-stores.ts';
import { Button } from '../../ui/Button.tsx';
import './home-footer.css';

/** The foot of the page: where the files are. */
export function HomeFooter() {
  const home = useHome((state) => state.home);
  const { shell } = useStores();
  return (
    <footer className="home-footer">
      {home !== null && (
        <div className="home-footer-line">
          <span>Home</span>
          <code>{home.path}</code>
          <span>Data</span>
          <code>{home.dataRoot.path}</code>
          <Button kind="quiet" icon={FolderOpen} onClick={() => void shell.getState().openHome()}>
            Open home folder
          </Button>
        </div>
      )}
    </footer>
  );
}
