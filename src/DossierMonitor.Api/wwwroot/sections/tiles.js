import { element, link } from '../dom.js';
import { bound, count, day, percent } from '../format.js';
import { figuresQuery, href, rowsHref } from '../state.js';
import { tone, verdict } from '../views/parts.js';
import { t } from '../words.js';

/**
 * The period before: the same days a year earlier where the period begins with a year, else as many days just before.
 * Days are counted in UTC, where each has 24 hours; they are local days of the API.
 */
export function previous(from, to) {
  const text = date => date.toISOString().slice(0, 10);
  const [first, last] = [new Date(`${from}T00:00:00Z`), new Date(`${to}T00:00:00Z`)];
  if (from.endsWith('-01-01')) {
    const year = date => {
      const earlier = new Date(date);
      earlier.setUTCFullYear(date.getUTCFullYear() - 1);
      // 29 February has no day a year earlier; the month's last one is meant.
      if (earlier.getUTCMonth() !== date.getUTCMonth()) earlier.setUTCDate(0);
      return text(earlier);
    };
    return { from: year(first), to: year(last) };
  }

  const day = 86_400_000;
  return { from: text(new Date(first - (last - first) - day)), to: text(new Date(first - day)) };
}

/** How far an on-time share is from its bound, as the API counts it: what the numerator has more than it must, of the same denominator. */
export function distanceOf(numerator, denominator, threshold) {
  const scale = 10_000n;
  const must = BigInt(denominator) * BigInt(Math.round(threshold * 10_000));
  return Number(BigInt(numerator) - (must + scale - 1n) / scale);
}

function distance(value, what, lateBudget) {
  if (value === null || value === undefined) return null;
  if (lateBudget) return value >= 0 ? t('lateToSpare', { n: count(value) }) : t('lateOver', { n: count(-value) });
  return value === 0 ? t('exactly') : t(value > 0 ? 'toSpare' : 'missing', { n: count(Math.abs(value)), what: t(what) });
}

function tile(id, title, { value, address, share, must, met, distance: far, before, note }) {
  return element('article', { class: `tile ${tone(met)}-edge`, id: `tile-${id}` },
    element('h3', {}, title),
    element('p', { class: `value ${tone(met)}` }, address ? link(address, value) : value),
    element('p', {}, share),
    element('p', {}, `${t('must')} ${must} · `, element('strong', { class: tone(met) }, verdict(met)), far ? ` · ${far}` : ''),
    element('p', { class: 'muted' }, before),
    note ? element('p', { class: 'muted' }, note) : null);
}

const found = (answer, id) => answer?.targets.find(target => target.id === id && !target.unit);

export async function tiles(figures) {
  const { targets } = figures;
  const before = previous(targets.from, targets.to);
  const plain = extra => figuresQuery({ definition: null, field: null, unit: null, asOf: figures.asOf, ...extra });
  // The period before is shown with what is known of it now; without it the tiles still stand.
  const [earlier, all, earlierAll] = await Promise.all([
    figures.get('/v1/targets', plain(before)), figures.reconciliation(), figures.reconciliation(before)]);
  const label = `${t('previous')} (${day(before.from)} – ${day(before.to)}): `;
  const made = [];

  const branches = found(targets, 'branches-meeting');
  if (branches) {
    const was = found(earlier, 'branches-meeting');
    made.push(tile('branches', t('branchesTile'), {
      value: `${count(branches.numerator)} / ${count(branches.denominator)}`,
      address: href('breakdown', { by: 'branch', from: targets.from, to: targets.to, asOf: targets.asOf, definition: branches.definition }),
      share: percent(branches.value),
      must: `${branches.comparison} ${bound(branches.threshold)}`,
      met: branches.met,
      distance: distance(branches.distance, 'whatBranches'),
      before: label + (was && was.value !== null ? `${count(was.numerator)} / ${count(was.denominator)} (${percent(was.value)})` : t('noPrevious')),
    }));
  }

  const land = found(targets, 'land-late');
  if (land) {
    const was = found(earlier, 'land-late');
    made.push(tile('land', t('landTile'), {
      value: percent(land.value),
      address: rowsHref(land.rows.numerator),
      share: `${count(land.numerator)} ${t('of')} ${count(land.denominator)} ${t('whatDossiers')} (${land.definition})`,
      must: `${land.comparison} ${bound(land.threshold)}`,
      met: land.met,
      distance: distance(land.distance, 'whatDossiers', true),
      before: label + (was && was.value !== null ? `${percent(was.value)} (${count(was.numerator)} / ${count(was.denominator)})` : t('noPrevious')),
    }));
  }

  // The province has no target of its own: the bound of its districts is what it is held against, and the tile says so.
  const threshold = targets.targets.find(target => target.id === 'district-on-time')?.threshold ?? 0.97;
  const [now, was] = [all, earlierAll].map(answer => answer.definitions.find(one => one.definition === (figures.query().get('definition') ?? 'closed')));
  const far = now.onTimeRate === null ? null : distanceOf(now.numerator, now.denominator, threshold);
  made.push(tile('province', t('provinceTile'), {
    value: percent(now.onTimeRate),
    address: rowsHref(now.numeratorRows, 'notInTime'),
    share: `${count(now.numerator)} ${t('of')} ${count(now.denominator)} ${t('whatDossiers')} (${now.definition})`,
    must: `>= ${bound(threshold)}`,
    met: far === null ? null : far >= 0,
    distance: distance(far, 'whatDossiers'),
    before: label + (was.onTimeRate === null ? t('noPrevious') : `${percent(was.onTimeRate)} (${count(was.numerator)} / ${count(was.denominator)})`),
    note: t('ownTarget', { p: bound(threshold) }),
  }));
  return [element('div', { class: 'tiles' }, ...made)];
}
