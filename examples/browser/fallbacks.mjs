// Everything that makes an app take its own copy, on the page of apps/: what was done to the containers, and the reason that
// the plugin must give. The page works as before every time.
import { createHash } from 'node:crypto';
import { readBytes } from './site.mjs';

const integrityOf = text => `sha384-${createHash('sha384').update(text).digest('base64')}`;
const failedRequest = /Failed to load resource|net::ERR_/;

/** The container of lodash-es in a manifest. */
const lodash = manifest => manifest.chunks.find(({ container }) => container.key === 'lodash-es');

/** Serves `edit(text)` for the container of lodash-es, with its own integrity. */
function servesEdited(edit) {
  return {
    manifest(manifest, shaken) {
      const chunk = lodash(manifest);
      const before = readBytes(shaken, chunk.file);
      this.body = edit(before);
      if (this.body === before) throw new Error('the container was not changed');
      chunk.integrity = integrityOf(this.body);
    },
  };
}

const servesAs = answer => ({ answer });

/**
 * name, reason: what a warning must say; manifest(manifest, shaken) changes the manifest; answer(file's text) what is served
 * for lodash-es; errors: what the browser itself may report; install: options of the plugin instead of the script's attribute.
 */
export const fallbacks = [
  { name: 'the container is missing', reason: /can not be loaded/, errors: failedRequest, ...servesAs(() => null) },
  {
    name: 'the container was changed on its way',
    reason: /integrity check failed/,
    errors: /integrity/,
    ...servesAs(text => `${text}\n`),
  },
  {
    name: 'the container does not come in time',
    reason: /did not come within 300 ms/,
    install: { timeout: 300 },
    ...servesAs(text => new Promise(resolve => setTimeout(resolve, 3000, text))),
  },
  {
    name: 'there is a container of another version only',
    reason: /there is no container of this version/,
    manifest: manifest => {
      lodash(manifest).container.version = '4.17.20';
    },
  },
  {
    name: 'there is no container of the share',
    reason: /there is no container of this version/,
    manifest: manifest => {
      manifest.chunks = manifest.chunks.filter(chunk => chunk !== lodash(manifest));
    },
  },
  {
    name: 'the file holds another version',
    reason: /holds lodash-es 4\.17\.20/,
    ...servesEdited(text => text.replace('version: "4.17.21"', 'version: "4.17.20"')),
  },
  {
    name: 'the manifest has no integrity',
    reason: /no integrity/,
    manifest: manifest => {
      delete lodash(manifest).integrity;
    },
  },
  {
    name: 'the file is not a container',
    reason: /defines no container/,
    ...servesEdited(() => '/* nothing */'),
  },
  {
    name: 'the file throws',
    reason: /defines no container/,
    errors: /uncaught: broken/,
    ...servesEdited(() => 'throw new Error("broken");'),
  },
  {
    name: 'the container can not start',
    reason: /broken/,
    ...servesEdited(text => text.replace(/init: .*,$/m, 'init: () => Promise.reject(new Error("broken")),')),
  },
  {
    name: 'the container needs a share that the app does not have',
    reason: /needs vue/,
    manifest: manifest => {
      lodash(manifest).container.consumes = ['vue'];
    },
  },
  {
    name: 'an app uses an export that the container lacks',
    reason: /it lacks zip, which reviews uses/,
    manifest: manifest => {
      manifest.apps.reviews['lodash-es'].push('zip');
    },
  },
  {
    name: "an app's newer report names an export that the container lacks",
    reason: /it lacks zip, which reviews uses/,
    install: {
      reports: { reviews: { mfshake: { shares: { 'lodash-es': { mode: 'exact', used: ['zip'], possiblyUnused: [] } } } } },
    },
  },
  {
    name: 'an app may use any export',
    reason: /agenda may use any export/,
    manifest: manifest => {
      manifest.apps.agenda['lodash-es'] = '*';
    },
  },
  {
    name: 'an app has no report',
    reason: /no report says what reviews uses of it/,
    manifest: manifest => {
      delete manifest.apps.reviews;
    },
  },
  { name: 'the manifest is missing', reason: /manifest can not be read/, errors: failedRequest, documents: () => null },
  { name: 'the manifest is damaged', reason: /manifest can not be read/, documents: text => text.slice(0, 100) },
  {
    name: 'the manifest is of a newer mfshake',
    reason: /newer version/,
    manifest: manifest => {
      manifest.mfshake.schema = 2;
    },
  },
];

/** How the site differs for a fallback: { change, head }, for publish(). */
export function siteOf(fallback, shaken) {
  const manifest = structuredClone(shaken.manifest);
  const { file } = lodash(shaken.manifest);
  const edited = { ...fallback };
  edited.manifest?.(manifest, shaken);
  const change = pathname => {
    if (pathname === '/prune-manifest.json') {
      const text = JSON.stringify(manifest);
      return edited.documents ? edited.documents(text) : text;
    }
    if (pathname !== `/${file}`) return undefined;
    if (edited.answer) return edited.answer(readBytes(shaken, file));
    return edited.body;
  };
  const options = { manifest: 'http://cdn.test/prune-manifest.json', ...fallback.install };
  const head = fallback.install
    ? `<script src="http://cdn.test/runtime-plugin.js"></script><script>mfshakePlugin.install(${JSON.stringify(options)})</script>`
    : undefined;
  return { change, head };
}
