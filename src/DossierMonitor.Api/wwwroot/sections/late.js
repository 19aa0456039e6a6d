import { figure } from '../charts.js';
import { element, link, table } from '../dom.js';
import { count, day } from '../format.js';
import { href, rowsHref } from '../state.js';
import { counted } from '../views/parts.js';
import { t } from '../words.js';

const SHOWN = 20;

export const bandName = band => (band.to === null ? t('over', { n: band.from - 1 }) : `${band.from}–${band.to}`);

/** The way to a dossier's ledger, as of the instant of the list. */
export const ledger = (item, figuresAsOf) => link(href('dossier', { code: item.code, cycle: item.cycle > 1 ? item.cycle : null, asOf: figuresAsOf }), item.code);

const columns = asOf => [
  { label: t('dossier'), kind: 'code', cell: item => ledger(item, asOf) },
  { label: t('unit'), cell: item => item.unitName },
  { label: t('procedure'), cell: item => item.procedureName ?? item.procedure },
  { label: t('holder'), cell: item => item.holder ?? '–' },
  { label: t('daysLate'), kind: 'number', cell: item => count(item.daysLate) },
  { label: t('due'), kind: 'time', cell: item => day(item.dueAt) },
  { label: t('paused'), kind: 'number', cell: item => count(item.pausedDays) },
  { label: t('extensions'), kind: 'number', cell: item => count(item.extensions) },
];

function ageing(answer) {
  const { total, bands } = answer;
  const names = bands.map(bandName);
  return figure({
    title: t('ageing'),
    height: 260,
    open: true,
    side: true,
    option: colour => ({
      grid: { left: 8, right: 40, top: 8, bottom: 8, containLabel: true },
      tooltip: { trigger: 'item', formatter: point => `${point.name} ${t('days')}: ${count(point.value)}` },
      xAxis: { type: 'value', minInterval: 1 },
      yAxis: { type: 'category', data: names, inverse: true },
      series: [{ type: 'bar', data: total.bands, itemStyle: { color: colour.bad }, label: { show: true, position: 'right', color: colour.ink, formatter: point => count(point.value) } }],
    }),
    figures: table({
      caption: t('ageing'),
      columns: [
        { label: t('band'), cell: row => bandName(row.band), foot: () => t('total') },
        { label: t('dossiers'), kind: 'number', cell: row => counted(row.value, rowsHref(total.rows, 'overdue', { minDaysLate: row.band.from, maxDaysLate: row.band.to })), foot: () => counted(total.openOverdue, rowsHref(total.rows, 'overdue')) },
      ],
      rows: bands.map((band, index) => ({ band, value: total.bands[index] })),
      foot: {},
      stack: false,
    }),
  });
}

export async function show(figures) {
  const [bars, list] = await Promise.allSettled([
    figures.get('/v1/ageing', figures.query({ by: 'unit' })),
    figures.get('/v1/dossiers', figures.query({ state: 'overdue', sort: '-daysLate', limit: SHOWN }))]);
  if (bars.status === 'rejected') throw bars.reason;
  const { openOverdue, rows } = bars.value.total;
  const made = [element('p', { class: 'note' }, t('lateNowNote'))];
  if (openOverdue === 0) return [...made, element('p', {}, t('nothing'))];
  made.push(ageing(bars.value));
  if (list.status === 'rejected') {
    // Figures may be public; dossiers never are.
    if (!list.reason.needsKey) throw list.reason;
    made.push(element('p', { class: 'problem' }, t('needsKey'), ' ', element('button', { type: 'button', onclick: () => dispatchEvent(new Event('dossiers:key')) }, t('key'))));
    return made;
  }

  made.push(element('p', { class: 'more' }, link(rowsHref(rows, 'overdue'), t('allLate', { n: count(openOverdue) }))));
  made.push(table({ caption: t('lateNow'), columns: columns(figures.asOf), rows: list.value.items }));
  return made;
}
