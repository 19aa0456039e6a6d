import { get } from '../api.js';
import { element, link } from '../dom.js';
import { count, day, moment } from '../format.js';
import { fact } from '../views/parts.js';
import { t } from '../words.js';

async function freshness() {
  try {
    const answer = await get('/v1/freshness');
    if (answer.sources.length === 0) return [t('noPortal'), 'warn'];
    const silent = answer.sources.filter(source => source.silent);
    return silent.length === 0
      ? [`✓ ${t('allSpeak')} (${count(answer.sources.length)}), ${t('lastRecorded')} ${moment(answer.lastRecorded)}`, 'good']
      : [`⚠ ${count(silent.length)} ${t('silent')}: ${silent.map(source => `${source.source} (${moment(source.lastRecorded)})`).join('; ')}`, 'bad'];
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    return [error.needsKey ? t('needsKey') : `${t('failed')}: ${error.message}`, 'muted'];
  }
}

/** What the figures are figures of: without it no number on the page means anything. */
export async function strip(figures) {
  const { from, to, asOf, calendar, timeZone, verified } = figures.targets;
  const [data, dataTone] = await freshness();
  const definition = figures.query().get('definition') ?? 'closed';
  const said = (name, value, tone) => fact(t(name), value, { tone, id: name });
  return element('dl', { class: 'strip' },
    said('period', `${day(from)} – ${day(to)}`),
    said('definition', link('/v1/definitions', definition)),
    said('asOf', `${moment(asOf)} (${timeZone})`),
    said('freshness', data, dataTone),
    said('verified', verified.at ? `${t(`verified${verified.result === 'ok' ? 'ok' : 'difference'}`)}, ${moment(verified.at)}` : t('verifiednever'), verified.result === 'ok' ? 'good' : verified.at ? 'bad' : 'warn'),
    said('calendar', calendar));
}
