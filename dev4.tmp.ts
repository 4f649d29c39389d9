import { adsConfig } from './core/config.ts';
import { decide } from './core/decisions/decide.ts';
import { stateFromDays, type CreativeDay } from './core/decisions/state-from-days.ts';
const campaigns = Array.from({ length: 1500 }, (_, c) => {
  const id = `c${c}`;
  const creatives = Array.from({ length: 10 }, (_, k) => ({ creativeId: `${id}-${k}`, name: null, status: 'ACTIVE', approved: true }));
  const days: CreativeDay[] = creatives.flatMap(({ creativeId }, k) => Array.from({ length: 30 }, (_, d) => { const impressions = 200 + ((c * 31 + k * 17 + d * 7) % 400); return { creativeId, date: new Date(Date.UTC(2026, 8, 1 + d * 3)).toISOString().slice(0, 10), impressions, clicks: Math.round(impressions * (0.003 + 0.0007 * ((k * 7 + c) % 9))), cost: impressions * 0.04, conversions: (d + k + c) % 11 === 0 ? 1 : 0, leads: 0, mature: true, reconciled: true }; }));
  return { campaignId: id, name: id, campaignGroupId: null, status: 'ACTIVE', objective: c % 2 ? 'WEBSITE_CONVERSION' : 'WEBSITE_VISIT', format: 'STANDARD_UPDATE', costType: 'CPC', optimizationTarget: 'NONE', bid: 8, dailyBudget: 160, totalBudget: null, startsAt: null, endsAt: null, audience: null, creatives, days, terms: [{ from: '2026-01-01', bid: 8, dailyBudget: 160 }] };
});
let t = Date.now();
const state = stateFromDays({ platform: 'linkedin', accountId: 'a', currency: 'USD', asOf: new Date('2026-12-01'), ownChanges: [], campaigns }, { windowDays: 90, activeWithinDays: 14 });
console.log('state', Date.now() - t, 'ms', Math.round(process.memoryUsage().heapUsed / 1e6), 'MB');
t = Date.now(); const cpu = process.cpuUsage();
const d = decide([state], { runId: 'r', at: new Date('2026-12-01'), mode: 'recommend', simulated: true, settings: adsConfig.parse({}).decisions, guardrails: [] });
console.log('decide', d.length, Date.now() - t, 'ms wall', process.cpuUsage(cpu).user / 1e6, 's cpu', Math.round(process.memoryUsage().heapUsed / 1e6), 'MB heap', Math.round(process.memoryUsage().rss / 1e6), 'MB rss');
