// The pictures of the README, and how soon the page shows its figures after the server's answers:
//   dossier-monitor demo --urls http://127.0.0.1:8080 &
//   npm install --no-save playwright-core@1.56 && node tests/rigs/screenshots.mjs http://127.0.0.1:8080 docs/screens
// Uses the system's Chromium. Prints, per view, milliseconds from the last answer to the figures on the page, and the bytes that came.
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const { chromium } = createRequire(join(process.cwd(), 'node_modules', '/'))('playwright-core');
const [address, folder] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({ executablePath: process.env.DOSSIER_TEST_BROWSER ?? '/usr/bin/chromium', args: ['--no-sandbox'] });

async function view(path, { width = 1280, height = 800, scheme = 'light' } = {}) {
  const page = await (await browser.newContext({ viewport: { width, height }, colorScheme: scheme, deviceScaleFactor: 1 })).newPage();
  await page.goto(address + path);
  await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]') && document.querySelector('#main table') && [...document.querySelectorAll('.plot')].every(plot => plot.dataset.drawn));
  const seen = await page.evaluate(() => {
    const answers = performance.getEntriesByType('resource').filter(one => new URL(one.name).pathname.startsWith('/v1/'));
    const mark = name => performance.getEntriesByName(name).at(-1)?.startTime;
    const before = at => Math.max(...answers.map(one => one.responseEnd).filter(end => end <= at));
    const bytes = performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation')).filter(one => !new URL(one.name).pathname.startsWith('/v1/')).reduce((sum, one) => sum + one.transferSize, 0);
    return { targets: mark('targets-shown') && mark('targets-shown') - before(mark('targets-shown')), figures: mark('figures-shown') && mark('figures-shown') - before(mark('figures-shown')), from: mark('figures-shown'), bytes };
  });
  console.log(`${path}: targets ${seen.targets?.toFixed(0) ?? '–'} ms and all figures ${seen.figures?.toFixed(0) ?? '–'} ms after the last answer, ${seen.from?.toFixed(0) ?? '–'} ms after the address; page ${(seen.bytes / 1000).toFixed(0)} kB`);
  return page;
}

async function shoot(name, path, options = {}) {
  const page = await view(path, options);
  if (options.section) await page.locator(options.section).first().screenshot({ path: join(folder, `${name}.png`) });
  else await page.screenshot({ path: join(folder, `${name}.png`) });
  await page.context().close();
}

for (const lang of ['vi', 'en']) {
  await shoot(`overview-${lang}`, `/?lang=${lang}`, { height: 1000 });
  for (const section of ['late', 'due', 'ranking', 'trend', 'flow', 'heat', 'strict']) await shoot(`${section}-${lang}`, `/?lang=${lang}`, { section: `#${section}` });
  await shoot(`funnel-${lang}`, `/?lang=${lang}&chart=funnel`, { section: '#ranking figure .plot' });
  await shoot(`league-${lang}`, `/?view=league&lang=${lang}`);
  await shoot(`breakdown-${lang}`, `/?view=breakdown&by=procedure&unit=VPDK-502&from=2022-03-01&to=2022-03-31&lang=${lang}`);
  await shoot(`rows-${lang}`, `/?view=rows&state=overdue&unit=502&from=2022-01-01&lang=${lang}`);
}

const first = await (await fetch(`${address}/v1/dossiers?state=overdue&sort=-daysLate&limit=1`)).json();
for (const lang of ['vi', 'en']) await shoot(`dossier-${lang}`, `/?view=dossier&code=${first.items[0].code}&lang=${lang}`, { height: 1000 });
await shoot('overview-dark-vi', '/?lang=vi&theme=dark', { height: 1000 });
await shoot('phone-vi', '/?lang=vi', { width: 360, height: 800 });
await browser.close();
