// Numbers come from the public API as they are; nothing is computed here that the API says.
import { language } from './words.js';

let generation = new AbortController();

/** What an earlier view still waits for is of no use to the next one. */
export function abandon() {
  generation.abort();
  generation = new AbortController();
}

export class Problem extends Error {
  constructor(status, body) {
    super(body?.detail ?? body?.title ?? String(status));
    this.status = status;
    this.needsKey = status === 401 || status === 403;
  }
}

export const key = {
  get: () => sessionStorage.getItem('key'),
  set: value => (value ? sessionStorage.setItem('key', value) : sessionStorage.removeItem('key')),
};

export async function get(path, query) {
  const text = query ? query.toString() : '';
  const headers = { Accept: 'application/json', 'Accept-Language': language() };
  if (key.get()) headers.Authorization = `Bearer ${key.get()}`;
  const response = await fetch(text ? `${path}?${text}` : path, { headers, signal: generation.signal });
  if (response.headers.get('Data-Label') === 'simulated') document.getElementById('simulated').hidden = false;
  const body = await response.json().catch(() => null);
  if (!response.ok) throw new Problem(response.status, body);
  return body;
}

/** Fetches a file with the key and hands it to the browser. */
export async function download(path, name) {
  const headers = { 'Accept-Language': language() };
  if (key.get()) headers.Authorization = `Bearer ${key.get()}`;
  const response = await fetch(path, { headers });
  if (!response.ok) throw new Problem(response.status, await response.json().catch(() => null));
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await response.blob());
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
