import { language } from './words.js';

const locale = () => (language() === 'en' ? 'en-GB' : 'vi-VN');

export const count = value => (value === null || value === undefined ? '–' : value.toLocaleString(locale()));

/**
 * Cut to hundredths of a per cent and not rounded, as on badges, reports and in terminals: 96.996 % must not read 97.00 %.
 * A quotient of two counts is never nearer to a hundredth than the ninth decimal without being there. Nothing measured is a
 * dash, never 0 or 100 %.
 */
export function percent(value) {
  if (value === null || value === undefined) return '–';
  const hundredths = Math.floor(Math.round(value * 1e13) / 1e9);
  return `${(hundredths / 100).toLocaleString(locale(), { minimumFractionDigits: 2, maximumFractionDigits: 2 })} %`;
}

export const bound = value => `${(value * 100).toLocaleString(locale(), { maximumFractionDigits: 2 })} %`;

/** yyyy-MM-dd as people write it here; the API's local days are never moved through a time zone. */
export const day = text => (text ? text.slice(0, 10).split('-').reverse().join('/') : '–');

export const moment = text => (text ? `${day(text)} ${text.slice(11, 16)}` : '–');

export const signed = value => (value === null || value === undefined ? '–' : `${value > 0 ? '+' : value < 0 ? '−' : ''}${Math.abs(value).toLocaleString(locale())}`);
