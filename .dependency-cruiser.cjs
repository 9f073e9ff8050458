const tests = '\\.test\\.tsx?$';
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

const everywhere = [
  rule('no-cycles', 'No cycles, type-only ones included.', {}, { circular: true }),
  rule('imports-lead-somewhere', 'Every import can be resolved.', {}, { couldNotResolve: true }),
  rule(
    'packages-are-declared',
    'Every npm package in use stands in package.json.',
    {},
    { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
  ),
  rule(
    'product-knows-no-tests',
    'What is shipped imports nothing of e2e or scripts, nor what tests share (testing/).',
    { path: '^src-', pathNot: [tests, '/testing/'] },
    { path: '^(e2e|scripts)/|/testing/' },
  ),
];

const shared = [
  rule(
    'shared-stands-alone',
    'src-shared imports itself and zod: it runs in the page, in the preload and in main.',
    { path: '^src-shared/', pathNot: tests },
    { pathNot: ['^src-shared/', '^node_modules/zod/'] },
  ),
];

const main = [
  rule(
    'electron-in-its-rim',
    'Only src-main/electron imports electron; the rest of main runs in plain Node.',
    { path: '^src-', pathNot: '^src-main/electron/' },
    { path: '^(electron|node_modules/electron(-store)?)(/|$)' },
  ),
  rule(
    'rims-are-ends',
    'Nothing imports the rims, src-main/electron and src-main/cli; nor one the other.',
    { path: '^src-main/(electron|cli)/' },
    { path: '^src-main/(electron|cli)/', pathNot: '^src-main/$1/' },
  ),
  rule(
    'rims-stay-outside',
    'Nothing imports the rims, src-main/electron and src-main/cli.',
    { path: '^src-', pathNot: '^src-main/(electron|cli)/' },
    { path: '^src-main/(electron|cli)/' },
  ),
  rule(
    'features-never-meet',
    'A feature of main imports its own folder, lib, formats, ports.ts and src-shared; app.ts hands it what it needs of another.',
    { path: '^src-main/([^/]+)/', pathNot: '^src-main/(electron|cli|lib|formats|testing)/' },
    { path: '^src-main/', pathNot: ['^src-main/($1|lib|formats)/', '^src-main/ports\\.ts$'] },
  ),
  rule(
    'rims-go-through-app',
    'A rim reaches features through app.ts and dispatch.ts.',
    { path: '^src-main/(electron|cli)/' },
    { path: '^src-main/[^/]+/', pathNot: '^src-main/(electron|cli|lib|formats)/' },
  ),
  rule(
    'lib-knows-no-feature',
    'src-main/lib imports itself, ports.ts and src-shared.',
    { path: '^src-main/lib/' },
    { path: '^src-main/', pathNot: ['^src-main/lib/', '^src-main/ports\\.ts$'] },
  ),
  rule(
    'formats-are-pure',
    'src-main/formats works on text alone: no files, nothing of Node but path, nothing of main.',
    { path: '^src-main/formats/', pathNot: tests },
    { pathNot: ['^src-main/formats/', '^src-shared/', '^node_modules/', '^path$'] },
  ),
  rule(
    'ports-are-types',
    'ports.ts and dispatch.ts know src-shared and what of main is no feature.',
    { path: '^src-main/(ports|dispatch)\\.ts$' },
    { path: '^src-main/', pathNot: ['^src-main/(ports|dispatch)\\.ts$', '^src-main/lib/'] },
  ),
];

const page = [
  rule(
    'page-knows-no-main',
    'The page imports src-renderer and src-shared; its tests may be joined to dispatch.ts.',
    { path: '^src-renderer/', pathNot: tests },
    { path: '^src-main/' },
  ),
  rule(
    'page-knows-no-node',
    'The page runs without Node.',
    { path: '^src-renderer/', pathNot: tests },
    { dependencyTypes: ['core'] },
  ),
  rule(
    'pages-never-meet',
    'A page imports nothing of another page.',
    { path: '^src-renderer/pages/([^/]+)/' },
    { path: '^src-renderer/pages/', pathNot: '^src-renderer/pages/$1/' },
  ),
  rule(
    'stores-below-pages',
    'A store imports no other store, no page and no ui.',
    { path: '^src-renderer/stores/', pathNot: tests },
    { path: '^src-renderer/', pathNot: '^src-renderer/(lib/|api\\.ts$)' },
  ),
  rule(
    'ui-knows-no-app',
    'ui imports itself, lib and the shape of an error.',
    { path: '^src-renderer/ui/', pathNot: tests },
    { path: '^src-', pathNot: ['^src-renderer/(ui|lib)/', '^src-shared/errors\\.ts$'] },
  ),
  rule(
    'lib-below-all',
    'src-renderer/lib knows nothing of stores, pages, ui or the bridge.',
    { path: '^src-renderer/lib/', pathNot: tests },
    { path: '^src-renderer/', pathNot: '^src-renderer/lib/' },
  ),
];

const endToEnd = [
  rule(
    'tests-from-outside',
    'e2e drives the app from outside: of main it sees types, of the page nothing.',
    { path: '^e2e/' },
    { path: '^src-(main|renderer)/', dependencyTypesNot: ['type-only'] },
  ),
];

/** The layers: main is a star with plain Node at the centre, and the page meets it in src-shared alone. */
module.exports = {
  forbidden: [...everywhere, ...shared, ...main, ...page, ...endToEnd],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: '^node_modules/' },
    exclude: { path: '^(out|dist)/' },
    moduleSystems: ['es6', 'cjs'],
    builtInModules: { add: ['electron'] },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'require', 'default'] },
  },
};
