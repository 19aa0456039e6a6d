import { get } from '../api.js';
import { element, link, table } from '../dom.js';
import { count, day, moment, percent } from '../format.js';
import { href, read, rowsHref } from '../state.js';
import { t } from '../words.js';
import { fact, number, problem, tone } from './parts.js';

const NUMBERS = ['carriedOver', 'received', 'finished', 'early', 'onTime', 'late', 'open', 'openOverdue', 'noDueDate'];
const LABELS = { openOverdue: 'overdue' };
const FILTERS = ['by', 'from', 'to', 'asOf', 'knownAt', 'definition', 'field', 'unit', 'procedure', 'channel', 'include'];

/** Figures of any breakdown, each number a way to its rows: between a cell of the heat map and the dossiers. */
export async function show(main) {
  const state = read();
  const asked = new URLSearchParams();
  for (const name of FILTERS) if (state.has(name)) asked.set(name, state.get(name));
  if (!asked.has('by')) asked.set('by', 'procedure');
  const title = element('h1', {}, t('breakdown'));
  main.replaceChildren(title, element('p', { class: 'muted' }, t('loading')));
  try {
    const answer = await get('/v1/on-time', asked);
    const rows = answer.rows.filter(row => NUMBERS.some(name => row[name] > 0)).sort((a, b) => b.late - a.late || b.finished - a.finished);
    main.replaceChildren(title,
      element('dl', { class: 'strip' }, fact(t('period'), `${day(answer.from)} – ${day(answer.to)}`), fact(t('definition'), answer.definition), fact(t('asOf'), moment(answer.asOf)),
        ...Object.entries(answer.filter).map(([name, value]) => fact(t(name), value))),
      element('p', { class: 'actions' }, link(href('overview', { unit: answer.filter.unit }), t('back'))),
      rows.length === 0 ? element('p', {}, t('noRows')) : table({
        caption: `${t('breakdown')}: ${t(answer.by)}`,
        columns: [
          { label: t(answer.by === 'branch' || answer.by === 'district' || answer.by === 'unit' ? 'unitName' : answer.by), cell: row => row.name, foot: () => t('total') },
          ...NUMBERS.map(name => ({ label: t(LABELS[name] ?? name), kind: 'number', cell: row => number(row, name) })),
          { label: t('rate'), kind: 'number', tone: row => tone(row.target?.met), cell: row => (row.onTimeRate === null ? '–' : link(rowsHref(row.rows, 'judged'), percent(row.onTimeRate))) },
          { label: t('daysLate'), kind: 'number', cell: row => (row.daysLate.max === null ? '–' : `${count(row.daysLate.median)} / ${count(row.daysLate.p90)} / ${count(row.daysLate.max)}`) },
        ],
        rows,
        foot: answer.total,
      }));
  } catch (error) {
    if (error.name !== 'AbortError') main.replaceChildren(title, problem(error, () => show(main)));
  }
}
