import { figure } from '../charts.js';
import { element, table } from '../dom.js';
import { bound, count, percent, signed } from '../format.js';
import { figuresQuery, href, rowsHref } from '../state.js';
import { counted, goTo, number, tone } from '../views/parts.js';
import { t } from '../words.js';

/** The quarter and the year of the period's last day, through that day. */
export function running(to) {
  const [year, month] = [to.slice(0, 4), Number(to.slice(5, 7))];
  return { quarter: `${year}-${String(month - ((month - 1) % 3)).padStart(2, '0')}-01`, year: `${year}-01-01` };
}

/** How many more may be late: of the land field, and of each branch and district that has a target. */
async function budget(figures) {
  const to = figures.targets.to;
  const begins = running(to);
  const plain = from => figuresQuery({ definition: null, field: null, unit: null, from, to, asOf: figures.asOf });
  const [quarter, year] = await Promise.all([figures.get('/v1/targets', plain(begins.quarter)), figures.get('/v1/targets', plain(begins.year))]);
  const key = target => `${target.id} ${target.unit ?? ''} ${target.unitName ?? ''}`;
  const inQuarter = new Map(quarter.targets.map(target => [key(target), target]));
  // A share of units is not a number of dossiers.
  const rows = year.targets.filter(target => target.rows.numerator.startsWith('/v1/dossiers')).map(target => ({ target, quarter: inQuarter.get(key(target)) }))
    .filter(row => row.target.distance !== null || (row.quarter?.distance ?? null) !== null)
    .sort((a, b) => Number(Boolean(a.target.unit)) - Number(Boolean(b.target.unit)) || (a.target.distance ?? 0) - (b.target.distance ?? 0));
  if (rows.length === 0) return element('p', {}, t('noRows'));
  const cell = target => (target ? signed(target.distance) : '–');
  return element('div', {}, element('h3', {}, t('budget')), element('p', { class: 'note' }, t('budgetNote')), table({
    caption: t('budget'),
    columns: [
      { label: t('target'), cell: row => row.target.unitName ?? row.target.description },
      { label: `${t('quarter')} (${begins.quarter.slice(5, 7)}–${to.slice(5, 7)}/${to.slice(0, 4)})`, kind: 'number', tone: row => tone(row.quarter?.met), cell: row => cell(row.quarter) },
      { label: `${t('year')} ${to.slice(0, 4)}`, kind: 'number', tone: row => tone(row.target.met), cell: row => cell(row.target) },
    ],
    rows,
    stack: false,
  }));
}

export async function show(figures, section) {
  const [answer, left] = await Promise.all([figures.get('/v1/trend', figures.query({ by: 'total', interval: 'month' })), budget(figures)]);
  const of = figures.targets.targets.find(target => target.id === 'district-on-time')?.threshold ?? 0.97;
  const note = element('p', { class: 'note' }, t('trendNote'));
  const { rows } = answer;
  if (!rows.some(row => row.onTimeRate !== null)) return [note, element('p', {}, t('noRows')), left];
  const least = Math.min(of, ...rows.map(row => row.onTimeRate).filter(rate => rate !== null));
  return [note, figure({
    title: t('trend'),
    height: 300,
    option: colour => ({
      grid: { left: 8, right: 16, top: 34, bottom: 8, containLabel: true },
      legend: { data: [t('rate'), t('targetBand')] },
      tooltip: { trigger: 'axis', formatter: points => { const row = rows[points[0].dataIndex]; return `${row.interval}\n${percent(row.onTimeRate)}\n${t('late')}: ${count(row.late)} · ${t('finished')}: ${count(row.finished)}`; } },
      xAxis: { type: 'category', data: rows.map(row => row.interval) },
      yAxis: { type: 'value', min: Math.max(0, Math.floor((least - 0.005) * 50) / 50), max: 1, axisLabel: { formatter: value => bound(value) } },
      series: [
        { name: t('rate'), type: 'line', data: rows.map(row => row.onTimeRate), connectNulls: false, symbolSize: 9, lineStyle: { color: colour.mark, width: 2 }, itemStyle: { color: colour.mark } },
        { name: t('targetBand'), type: 'line', data: [], itemStyle: { color: colour.good }, markArea: { silent: true, itemStyle: { color: colour.band }, data: [[{ yAxis: of }, { yAxis: 1 }]] } },
      ],
    }),
    click: point => goTo(href('breakdown', { by: 'procedure', from: rows[point.dataIndex].intervalFrom, to: rows[point.dataIndex].intervalTo, asOf: figures.asOf, definition: answer.definition, field: answer.filter.field, unit: answer.filter.unit })),
    open: true,
    figures: table({
      caption: t('trend'),
      columns: [
        { label: t('month'), cell: row => row.interval },
        { label: t('rate'), kind: 'number', tone: row => (row.onTimeRate === null ? '' : tone(row.onTimeRate >= of)), cell: row => percent(row.onTimeRate) },
        { label: t('finished'), kind: 'number', cell: row => number(row, 'finished') },
        { label: t('late'), kind: 'number', cell: row => number(row, 'late') },
        { label: t('overdueEnd'), kind: 'number', cell: row => counted(row.openOverdue, rowsHref(row.rows, 'openOverdue')) },
      ],
      rows,
      stack: false,
    }),
  }), left];
}
