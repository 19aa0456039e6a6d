import { get } from '../api.js';
import { element, link, table } from '../dom.js';
import { count, day, moment } from '../format.js';
import { href, read } from '../state.js';
import { ledger } from '../sections/late.js';
import { named, t } from '../words.js';
import { fact, file, problem } from './parts.js';

const PAGE = 100;
// The rest of the address is the page's own.
const FILTERS = ['state', 'by', 'key', 'validFrom', 'unit', 'field', 'procedure', 'channel', 'include', 'finding', 'from', 'to', 'asOf', 'knownAt', 'definition', 'minDaysLate', 'maxDaysLate', 'within', 'sort'];

export function query() {
  const state = read();
  const made = new URLSearchParams();
  for (const name of FILTERS) if (state.has(name)) made.set(name, state.get(name));
  return made;
}

const columns = asOf => [
  { label: t('dossier'), kind: 'code', cell: item => ledger(item, asOf) },
  { label: t('unit'), cell: item => item.unitName },
  { label: t('procedure'), cell: item => item.procedureName ?? item.procedure },
  { label: t('holder'), cell: item => item.holder ?? '–' },
  { label: t('receivedAt'), kind: 'time', cell: item => day(item.receivedAt) },
  { label: t('dueAt'), kind: 'time', cell: item => day(item.dueAt) },
  { label: t('promised'), kind: 'time', cell: item => day(item.promisedDueAt) },
  { label: t('finishedAt'), kind: 'time', cell: item => moment(item.finishedAt) },
  { label: t('state'), cell: item => named('states', item.state) },
  { label: t('verdict'), tone: item => (item.verdict === 'late' ? 'bad' : item.verdict ? 'good' : ''), cell: item => named('verdicts', item.verdict) },
  { label: t('daysLate'), kind: 'number', cell: item => count(item.daysLate) },
  { label: t('paused'), kind: 'number', cell: item => count(item.pausedDays) },
  { label: t('extensions'), kind: 'number', cell: item => count(item.extensions) },
];

export async function show(main) {
  const asked = query();
  const title = element('h1', {}, t('rows'));
  const facts = element('dl', { class: 'strip' }, ...[...asked].map(([name, value]) => fact(name, ['asOf', 'knownAt'].includes(name) ? moment(value) : value)));
  const status = element('p', { role: 'status', id: 'count' }, t('loading'));
  const list = format => file(format, '/v1/dossiers', [...asked, ['limit', '1000']], 'dossiers');
  const body = element('div', {});
  main.replaceChildren(title, element('p', { class: 'note' }, t('rowsNote')), facts,
    element('p', { class: 'actions' }, link(href('overview'), t('back')), list('csv'), list('xlsx')), status, body);
  let [next, shown, lines] = [null, 0, null];
  const more = element('p', { class: 'more', hidden: true }, element('button', { type: 'button', onclick: () => load() }, t('more')));

  async function load() {
    const of = new URLSearchParams(asked);
    of.set('limit', PAGE);
    if (next) of.set('cursor', next);
    try {
      const answer = await get('/v1/dossiers', of);
      shown += answer.items.length;
      next = answer.next;
      const made = table({ caption: t('rows'), columns: columns(answer.asOf), rows: answer.items });
      if (lines) lines.append(...made.querySelectorAll('tbody > tr'));
      else if (answer.items.length > 0) {
        body.replaceChildren(made, more);
        lines = made.querySelector('tbody');
      }

      more.hidden = next === null;
      status.textContent = shown === 0 ? t('nothing') : t(next === null ? 'allShown' : 'shown', { n: count(shown) });
    } catch (error) {
      if (error.name === 'AbortError') return;
      status.textContent = '';
      body.replaceChildren(problem(error, () => show(main)));
    }
  }

  await load();
}
