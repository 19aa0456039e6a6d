import { figure } from '../charts.js';
import { element, table } from '../dom.js';
import { count } from '../format.js';
import { rowsHref } from '../state.js';
import { counted } from '../views/parts.js';
import { t } from '../words.js';

const WITHIN = [1, 3, 5];
const SHOWN = 12;

/** What can still be returned in time, by who has to. */
export async function show(figures) {
  const answer = await figures.get('/v1/due-soon', figures.query({ by: 'unit', definition: null }));
  const note = element('p', { class: 'note' }, t('dueSoonNote'));
  const rows = answer.rows.filter(row => row.within5 > 0).sort((a, b) => b.within1 - a.within1 || b.within3 - a.within3 || b.within5 - a.within5);
  if (rows.length === 0) return [note, element('p', {}, t('nothing'))];
  const charted = rows.slice(0, SHOWN);
  const cell = (row, days) => counted(row[`within${days}`], rowsHref(row.rows, 'dueSoon', { within: days }));
  return [note, figure({
    title: t('dueSoon'),
    height: 60 + charted.length * 26,
    open: true,
    side: true,
    option: colour => ({
      grid: { left: 8, right: 32, top: 32, bottom: 8, containLabel: true },
      legend: {},
      tooltip: { trigger: 'item', formatter: point => `${point.name}\n${point.seriesName}: ${count(point.value)}` },
      xAxis: { type: 'value', minInterval: 1 },
      yAxis: { type: 'category', data: charted.map(row => row.name), inverse: true, axisLabel: { width: 180, overflow: 'truncate' } },
      series: [[1, colour.bad], [3, colour.warn], [5, colour.mark]].map(([days, shade]) => ({ name: t('within', { n: days }), type: 'bar', data: charted.map(row => row[`within${days}`]), itemStyle: { color: shade } })),
    }),
    figures: table({
      caption: t('dueSoon'),
      columns: [
        { label: t('unitName'), cell: row => row.name, foot: () => t('total') },
        ...WITHIN.map(days => ({ label: t('within', { n: days }), kind: 'number', cell: row => cell(row, days) })),
      ],
      rows,
      foot: answer.total,
      stack: false,
    }),
  })];
}
