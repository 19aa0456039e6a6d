import { get } from '../api.js';
import { announce, element, link } from '../dom.js';
import { changed, figuresQuery, read } from '../state.js';
import { t } from '../words.js';
import * as due from '../sections/due.js';
import * as flow from '../sections/flow.js';
import * as heat from '../sections/heat.js';
import * as late from '../sections/late.js';
import * as ranking from '../sections/ranking.js';
import * as strict from '../sections/strict.js';
import { strip } from '../sections/strip.js';
import { tiles } from '../sections/tiles.js';
import * as trend from '../sections/trend.js';
import { fill, goTo, problem } from './parts.js';

const sections = [
  ['late', 'lateNow', late, 'wide'], ['due', 'dueSoon', due, 'wide'], ['ranking', 'ranking', ranking, 'wide'], ['trend', 'trend', trend, ''],
  ['flow', 'flow', flow, ''], ['heat', 'heat', heat, 'wide'], ['strict', 'strict', strict, 'wide'],
];

/** Each answer is asked for once, whoever needs it; all are of the instant of the first one. */
class Figures {
  constructor(targets) {
    this.targets = targets;
    this.asOf = targets.asOf;
    this.answers = new Map();
  }

  query(extra = {}) {
    return figuresQuery({ asOf: this.asOf, ...extra });
  }

  get(path, query) {
    const address = `${path}?${query}`;
    if (!this.answers.has(address)) {
      const answer = get(path, query);
      this.answers.set(address, answer);
      // Whoever tries again asks again.
      answer.catch(() => this.answers.delete(address));
    }

    return this.answers.get(address);
  }

  /** The whole province, or what the filters leave of it, by each definition. */
  reconciliation(period = {}) {
    return this.get('/v1/reconciliation', this.query({ definition: null, ...period }));
  }
}

function controls(targets, fields) {
  const state = read();
  const form = element('form', { class: 'controls' },
    element('label', {}, t('from'), element('input', { type: 'date', name: 'from', value: targets.from, required: true })),
    element('label', {}, t('to'), element('input', { type: 'date', name: 'to', value: targets.to, required: true })),
    element('label', {}, t('definition'), element('select', { name: 'definition' }, ...['closed', 'closed-plus-overdue', 'workload', 'strict'].map(id => element('option', { value: id }, id)))),
    element('label', {}, t('field'), element('select', { name: 'field' }, element('option', { value: '' }, t('allFields')), ...fields.map(field => element('option', { value: field.key }, field.name)))),
    element('button', { type: 'submit' }, t('show')),
    element('button', { type: 'button', 'aria-pressed': String(state.get('refresh') !== 'off'), onclick: () => goTo(changed({ refresh: state.get('refresh') === 'off' ? null : 'off' }), true) },
      t(state.get('refresh') === 'off' ? 'refreshOff' : 'refreshOn')),
    state.get('unit') ? element('span', {}, `${t('wholeUnit')} ${state.get('unit')} `, link(changed({ unit: null }), t('clear'))) : null);
  form.elements.definition.value = state.get('definition') ?? 'closed';
  form.elements.field.value = state.get('field') ?? '';
  form.addEventListener('submit', event => {
    event.preventDefault();
    const { from, to, definition, field } = form.elements;
    goTo(changed({ from: from.value, to: to.value, definition: definition.value === 'closed' ? null : definition.value, field: field.value }));
  });
  return form;
}

function skeleton() {
  const parts = Object.fromEntries(sections.map(([id, title, , width]) => [id, element('section', { id, class: width || null, 'aria-labelledby': `${id}-title`, 'aria-busy': 'true' },
    element('h2', { id: `${id}-title` }, t(title)), element('div', { class: 'content' }))]));
  const head = element('div', { id: 'head' });
  const summary = element('section', { id: 'tiles', 'aria-labelledby': 'tiles-title', 'aria-busy': 'true' }, element('h2', { id: 'tiles-title', class: 'visually-hidden' }, t('tiles')), element('div', { class: 'content' }));
  return { head, summary, parts };
}

export async function show(main, { kept }) {
  const address = location.search;
  const same = kept && main.dataset.address === address && main.querySelector('#tiles');
  let page;
  if (same) {
    page = { head: main.querySelector('#head'), summary: main.querySelector('#tiles'), parts: Object.fromEntries(sections.map(([id]) => [id, main.querySelector(`#${id}`)])) };
  } else {
    page = skeleton();
    page.head.append(element('p', { class: 'muted' }, t('loading')));
    main.replaceChildren(element('h1', {}, t('overview')), page.head, page.summary, element('div', { class: 'sections' }, ...Object.values(page.parts)));
    main.dataset.address = address;
  }

  let figures;
  try {
    // Targets are the province's: filters and definitions are not theirs.
    figures = new Figures(await get('/v1/targets', figuresQuery({ definition: null, field: null, unit: null })));
  } catch (error) {
    if (error.name !== 'AbortError') {
      main.replaceChildren(element('h1', {}, t('overview')), problem(error, () => show(main, { kept: false })));
      if (error.status === 401) dispatchEvent(new Event('dossiers:key'));
    }

    return;
  }

  const head = async () => {
    const fields = await figures.get('/v1/on-time', figures.query({ by: 'field', field: null }));
    const form = same ? page.head.querySelector('form') : controls(figures.targets, fields.rows);
    page.head.replaceChildren(form, await strip(figures));
  };
  const titles = head().catch(error => { if (error.name !== 'AbortError') page.head.replaceChildren(problem(error)); });
  // The targets first, on the screen too: what follows asks for more.
  await fill(page.summary, () => tiles(figures));
  performance.mark('targets-shown');
  await Promise.all([titles, ...sections.map(([id, , section]) => fill(page.parts[id], () => section.show(figures, page.parts[id])))]);
  performance.mark('figures-shown');
  if (kept) announce(t('updated'));
}
