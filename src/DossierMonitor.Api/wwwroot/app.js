import { abandon, key } from './api.js';
import { repaint, release } from './charts.js';
import { element, link } from './dom.js';
import { changed, href, read } from './state.js';
import { language, t } from './words.js';
import * as breakdown from './views/breakdown.js';
import * as dossier from './views/dossier.js';
import * as league from './views/league.js';
import * as overview from './views/overview.js';
import * as rows from './views/rows.js';

const views = { overview, league, rows, breakdown, dossier };
const EVERY = 60_000;
let shown = null;

/** The theme of the address, else of this browser, else of the system. */
function theme() {
  const chosen = read().get('theme') ?? localStorage.getItem('theme');
  return chosen === 'light' || chosen === 'dark' ? chosen : 'auto';
}

function dress() {
  const chosen = theme();
  if (chosen === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = chosen;
}

/** The frame in the language of the address. */
function frame(name) {
  document.documentElement.lang = language();
  for (const marked of document.querySelectorAll('[data-text]')) marked.textContent = t(marked.dataset.text);
  document.querySelector('nav').setAttribute('aria-label', t('views'));
  document.getElementById('home').href = href('overview');
  const other = document.getElementById('language');
  other.textContent = t('other');
  other.lang = language() === 'en' ? 'vi' : 'en';
  const choice = document.getElementById('theme');
  choice.replaceChildren(...[['auto', 'themeAuto'], ['light', 'themeLight'], ['dark', 'themeDark']].map(([value, text]) => element('option', { value }, t(text))));
  choice.value = theme();
  document.getElementById('views').replaceChildren(...['overview', 'league'].map(one =>
    link(href(one), t(one === 'league' ? 'committee' : one), { 'aria-current': one === name ? 'page' : null })));
  document.title = `${t(name === 'league' ? 'committee' : name === 'dossier' ? 'dossier' : name)} · ${t('title')}`;
}

/** Shows what the address says. `kept`: the page stays where it is, as on a refresh. */
async function show({ kept = false } = {}) {
  abandon();
  shown = location.search;
  dress();
  const name = read().get('view') ?? 'overview';
  const view = views[name];
  frame(view ? name : 'overview');
  const main = document.getElementById('main');
  if (!view) {
    main.replaceChildren(element('h1', {}, t('unknownView')), link(href('overview'), t('back')));
    return;
  }

  await view.show(main, { kept });
  release();
}

function go(address, replace = false) {
  history[replace ? 'replaceState' : 'pushState'](null, '', address);
  show();
}

// Links of the page itself change its state; everything else is an ordinary link.
document.addEventListener('click', event => {
  const anchor = event.target.closest?.('a');
  if (!anchor || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || anchor.target || anchor.hash) return;
  if (anchor.origin !== location.origin || anchor.pathname !== '/') return;
  event.preventDefault();
  go(anchor.href);
  scrollTo(0, 0);
  document.getElementById('main').focus({ preventScroll: true });
});
// A jump within the page is none to another view.
addEventListener('popstate', () => { if (location.search !== shown) show(); });
addEventListener('dossiers:go', event => go(event.detail.address, event.detail.replace));
addEventListener('dossiers:key', () => openKey());

document.getElementById('language').addEventListener('click', () => go(changed({ lang: language() === 'en' ? 'vi' : 'en' }), true));
document.getElementById('theme').addEventListener('change', event => {
  const chosen = event.target.value;
  localStorage.setItem('theme', chosen);
  history.replaceState(null, '', changed({ theme: chosen === 'auto' ? null : chosen }));
  dress();
  repaint();
  frame(read().get('view') ?? 'overview');
});

const dialog = document.getElementById('key-dialog');
const openKey = () => { if (!dialog.open) dialog.showModal(); };
document.getElementById('enter-key').addEventListener('click', openKey);
dialog.addEventListener('close', () => {
  const input = document.getElementById('key-form').elements.key;
  const given = input.value.trim();
  input.value = '';
  if (dialog.returnValue === 'cancel' || dialog.returnValue === '') return;
  key.set(dialog.returnValue === 'use' ? given : null);
  show();
});
dialog.addEventListener('cancel', () => { dialog.returnValue = ''; });

// A page that nobody looks at does not ask; a moment that the address names does not change.
setInterval(() => {
  const state = read();
  if (!document.hidden && !dialog.open && state.get('refresh') !== 'off' && !state.get('asOf') && !state.get('view')) show({ kept: true });
}, EVERY);

show();
