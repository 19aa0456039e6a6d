// What views share: the state of a part (loading, empty, failed), names of units, cells that link to their rows.
import { download } from '../api.js';
import { draw } from '../charts.js';
import { announce, element, link } from '../dom.js';
import { count } from '../format.js';
import { rowsHref } from '../state.js';
import { t } from '../words.js';

export const goTo = (address, replace = false) => dispatchEvent(new CustomEvent('dossiers:go', { detail: { address, replace } }));

/** What is shown in place of a part that could not be loaded. */
export function problem(error, again) {
  if (error.needsKey) {
    return element('p', { class: 'problem' }, t('needsKey'), ' ', element('button', { type: 'button', onclick: () => dispatchEvent(new Event('dossiers:key')) }, t('key')),
      error.message ? element('span', { class: 'muted' }, ` ${error.message}`) : null);
  }

  return element('p', { class: 'problem', role: 'alert' }, `${t('failed')}: ${error.message} `, again ? element('button', { type: 'button', onclick: again }, t('retry')) : null);
}

/** Fills a part; what it held stays until the new is there, so that a refresh does not flicker. */
export async function fill(part, load) {
  const content = part.querySelector('.content');
  part.setAttribute('aria-busy', 'true');
  if (!content.hasChildNodes()) content.append(element('p', { class: 'muted' }, t('loading')));
  try {
    const nodes = await load();
    content.replaceChildren(...nodes);
    draw(content);
  } catch (error) {
    if (error.name === 'AbortError') return;
    content.replaceChildren(problem(error, () => fill(part, load)));
  }

  part.setAttribute('aria-busy', 'false');
}

/** A number as the link to the dossiers that it counts. */
export const counted = (value, address, name) =>
  (value === null || value === undefined || !address ? count(value) : link(address, count(value), name ? { 'aria-label': `${name}: ${count(value)}` } : {}));

/** A number of a row of figures, linked to its list. */
export const number = (row, name, state = name) => counted(row[name], rowsHref(row.rows, state));

/** A name and its value, in a list of them. */
export const fact = (name, value, { tone: classes = null, id = null } = {}) => element('div', {}, element('dt', {}, name), element('dd', { class: classes, 'data-fact': id }, value));

/** A list or report as a file: behind a key it cannot be a plain link. CSV is for Excel, which needs the mark. */
export const file = (format, path, query, name) => element('button', {
  type: 'button',
  onclick: () => download(`${path}?${new URLSearchParams([...query, ['format', format], ...(format === 'csv' ? [['bom', '1']] : [])])}`, `${name}.${format}`).catch(error => announce(error.message)),
}, t(format));

export const shortName = name => name.replace(/ \((mã tạm|placeholder)\)$/, '').replace('Chi nhánh VPĐKĐĐ ', '').replace(/^(Huyện|Thị xã|Thành phố) /, '');

export const tone = met => (met === null || met === undefined ? '' : met ? 'good' : 'bad');

/** Never by colour alone. */
export const verdict = met => (met === null || met === undefined ? t('noVerdict') : met ? `✓ ${t('met')}` : `✗ ${t('missed')}`);

/** Buttons of which one is pressed; each is a state of the address. */
export const choices = (label, options, chosen, choose) => element('div', { class: 'actions', role: 'group', 'aria-label': label },
  ...options.map(([value, text]) => element('button', { type: 'button', 'aria-pressed': String(value === chosen), onclick: () => choose(value) }, text)));
