import { language } from './words.js';

const locale = () => (language() === 'en' ? 'en-GB' : 'vi-VN');

export const count = value => (value === null || value === undefined ? '–' : value.toLocaleString(locale()));

const rate = (value, digits) => `${(value * 100).toLocaleString(locale(), { minimumFractionDigits: digits, maximumFractionDigits: digits })} %`;

/**
 * Two decimals, and more where rounding would put the rate on the other side of what it is held against: 96.996 % must not read
 * 97.00 %. Nothing measured is a dash, never 0 or 100 %.
 */
export function percent(value, threshold) {
  if (value === null || value === undefined) return '–';
  let digits = 2;
  if (threshold !== undefined && threshold !== null && value !== threshold) {
    while (digits < 6 && Math.sign(Number((value * 100).toFixed(digits)) - threshold * 100) !== Math.sign(value - threshold)) digits += 1;
  }
  return rate(value, digits);
}

export const bound = value => `${(value * 100).toLocaleString(locale(), { maximumFractionDigits: 2 })} %`;

/** yyyy-MM-dd as people write it here; the API's local days are never moved through a time zone. */
export const day = text => (text ? text.slice(0, 10).split('-').reverse().join('/') : '–');

export const moment = text => (text ? `${day(text)} ${text.slice(11, 16)}` : '–');

export const signed = value => (value === null || value === undefined ? '–' : `${value > 0 ? '+' : value < 0 ? '−' : ''}${Math.abs(value).toLocaleString(locale())}`);
