import { figure } from '../charts.js';
import { element, link, table } from '../dom.js';
import { bound, count, percent } from '../format.js';
import { changed, href, read } from '../state.js';
import { goTo, shortName } from '../views/parts.js';
import { t } from '../words.js';

const FEW = 20;

export async function show(figures) {
  const state = read();
  const by = state.get('by') ?? 'branch';
  const answer = await figures.get('/v1/trend', figures.query({ by, interval: 'month' }));
  const note = element('p', { class: 'note' }, t('heatNote'));
  const months = [...new Set(answer.rows.map(row => row.interval))];
  const units = new Map();
  for (const row of answer.rows) {
    const key = `${row.key} ${row.validFrom ?? ''}`;
    if (!units.has(key)) units.set(key, { key, code: row.key, name: row.name, cells: new Map(), late: 0, judged: 0 });
    const unit = units.get(key);
    unit.cells.set(row.interval, row);
    unit.late += row.late;
    unit.judged += row.early + row.onTime + row.late;
  }

  const worst = [...units.values()].filter(unit => [...unit.cells.values()].some(row => row.onTimeRate !== null))
    .sort((a, b) => b.late * Math.max(1, a.judged) - a.late * Math.max(1, b.judged) || a.name.localeCompare(b.name));
  if (worst.length === 0) return [note, element('p', {}, t('noRows'))];
  const all = state.get('heat') === 'all';
  const shown = all ? worst : worst.slice(0, FEW);
  const cells = shown.flatMap((unit, y) => months.map((month, x) => ({ x, y, unit, row: unit.cells.get(month) }))).filter(cell => (cell.row?.onTimeRate ?? null) !== null);
  const least = Math.min(0.95, ...cells.map(cell => cell.row.onTimeRate));
  const address = row => href('breakdown', { by: 'procedure', unit: row.key, from: row.intervalFrom, to: row.intervalTo, asOf: figures.asOf, definition: answer.definition, field: answer.filter.field });
  return [note, worst.length > FEW ? element('p', {}, element('button', { type: 'button', onclick: () => goTo(changed({ heat: all ? null : 'all' }), true) }, all ? t('showFewer', { n: count(FEW) }) : t('showAll', { n: count(worst.length) }))) : null, figure({
    title: t('heat'),
    height: 110 + shown.length * 24,
    option: colour => ({
      grid: { left: 8, right: 8, top: 8, bottom: 60, containLabel: true },
      tooltip: { trigger: 'item', formatter: point => { const { row } = cells[point.dataIndex]; return `${row.name}, ${row.interval}\n${percent(row.onTimeRate)}\n${t('late')}: ${count(row.late)} / ${count(row.finished)}`; } },
      xAxis: { type: 'category', data: months, splitArea: { show: false } },
      yAxis: { type: 'category', inverse: true, data: shown.map(unit => shortName(unit.name)), axisLabel: { interval: 0, width: 180, overflow: 'truncate' } },
      visualMap: { min: least, max: 1, calculable: false, orient: 'horizontal', left: 'center', bottom: 4, text: [bound(1), percent(least)], textStyle: { color: colour.ink }, inRange: { color: [colour.heatLow, colour.heatMid, colour.heatHigh] } },
      series: [{ type: 'heatmap', data: cells.map(cell => [cell.x, cell.y, cell.row.onTimeRate]), itemStyle: { borderColor: colour.paper, borderWidth: 1 } }],
    }),
    click: point => goTo(address(cells[point.dataIndex].row)),
    figures: table({
      caption: t('heat'),
      columns: [
        { label: t('unitName'), cell: unit => unit.name },
        ...months.map(month => ({
          label: month, kind: 'number',
          cell: unit => { const row = unit.cells.get(month); return (row?.onTimeRate ?? null) === null ? '–' : link(address(row), percent(row.onTimeRate)); },
        })),
      ],
      rows: shown,
      stack: false,
    }),
  })].filter(Boolean);
}
