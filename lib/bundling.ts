/** How a handler becomes the file that Lambda loads. Plain data, so that the tests on a stand-in for AWS bundle the same way. */

/** Left outside and copied with what it depends on: inside a bundle it throws "Statistics is not defined". */
const externalPackages = ['parquetjs-lite'] as const;

/** The name that Lambda is told: file `index.mjs`, export `handler`. */
export const handlerName = 'index.handler';
export const bundleFile = 'index.mjs';

/** Options of esbuild, but for `entryPoints` and `outfile`. The SDK is inside: what was tested is what runs. */
export const bundlingOptions = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  minify: true,
  keepNames: true,
  sourcemap: 'linked',
  sourcesContent: false,
  legalComments: 'none',
  /** ES modules first: only they can be shaken. */
  mainFields: ['module', 'main'],
  external: [...externalPackages],
  /** Packages written for `require` need one, which ES modules do not have. */
  banner: {
    js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
  },
  logLevel: 'warning',
  metafile: true,
} as const;
