import { registerHooks } from 'node:module';

// Loaded before dependency-cruiser (`node --import`). It reads TypeScript through the compiler's programming interface, which
// version 7 does not have; where it asks for "typescript" it gets version 6, installed beside as "typescript-api".
registerHooks({
  resolve(specifier, context, next) {
    const asked = /^typescript(\/.*)?$/.exec(specifier);
    const wanted = asked !== null && context.parentURL?.includes('/dependency-cruiser/');
    return next(wanted ? `typescript-api${asked[1] ?? ''}` : specifier, context);
  },
});
