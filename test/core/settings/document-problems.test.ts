import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../../core/errors.ts';
import { exampleIn, parseGuardrails } from '../../../core/optimize/guardrails/guardrail-file.ts';
import { parseConfig } from '../../../core/settings/config.ts';

const refusalOf = (read: () => unknown): string => {
  try {
    read();
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'nothing is wrong';
};

const ofConfig = (config: unknown) => refusalOf(() => parseConfig('ads.config.json', JSON.stringify(config)));

describe('a key that does not exist', () => {
  it('comes with the one that was probably meant, however deep it stands', () => {
    expect(
      ofConfig({
        decison: {},
        decisions: { marign: 1, window_days: 3 },
        aws: { training: { endpoint: { enable: 1 } } },
      }),
    ).toBe(
      [
        'ads.config.json is not valid:',
        '  decisions: Unrecognized key: "marign". Did you mean "margin"?',
        '  decisions: Unrecognized key: "window_days". Did you mean "windowDays"?',
        '  aws.training.endpoint: Unrecognized key: "enable". Did you mean "enabled"?',
        '  (whole file): Unrecognized key: "decison". Did you mean "decisions"?',
      ].join('\n'),
    );
  });

  it('stands alone where nothing is like it', () => {
    expect(ofConfig({ colour: 'blue' })).toBe(
      'ads.config.json is not valid:\n  (whole file): Unrecognized key: "colour"',
    );
  });

  it('is explained in guardrails too, inside a list as well', () => {
    const rails = {
      ...exampleIn(['USD']),
      quiet_hours: [{ from: '22:00', to: '06:00', form: '1' }],
      cooldown_hours: 1,
    };
    expect(refusalOf(() => parseGuardrails(JSON.stringify(rails)))).toBe(
      [
        'control/guardrails.json is not valid:',
        '  quiet_hours.0: Unrecognized key: "form". Did you mean "from"?',
        '  (whole file): Unrecognized key: "cooldown_hours". Did you mean "cool_down_hours"?',
      ].join('\n'),
    );
  });
});

it('gives any other problem with its path', () => {
  expect(ofConfig({ decisions: { margin: 2 } })).toBe(
    'ads.config.json is not valid:\n  decisions.margin: Too big: expected number to be <=1',
  );
});
