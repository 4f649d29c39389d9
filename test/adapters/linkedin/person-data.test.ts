import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withoutPersons } from '../../../adapters/linkedin/person-data.ts';

describe('members', () => {
  test('leave neither actor fields nor URNs behind', () => {
    expect(
      withoutPersons({
        id: 'urn:li:sponsoredCreative:1',
        createdBy: 'urn:li:person:HRnXB4kIO7',
        lastModifiedBy: 'urn:li:system:0',
        author: 'urn:li:person:abc',
        owner: 'urn:li:organization:5',
        changeAuditStamps: { created: { actor: 'urn:li:person:abc', time: 1 }, lastModified: { time: 2 } },
        viewers: ['urn:li:member:7', 'urn:li:organization:5'],
        'urn:li:person:abc': { role: 'VIEWER' },
      }),
    ).toEqual({
      id: 'urn:li:sponsoredCreative:1',
      owner: 'urn:li:organization:5',
      changeAuditStamps: { created: { time: 1 }, lastModified: { time: 2 } },
      viewers: ['urn:li:organization:5'],
    });
  });

  test('are redacted inside a text, encoded or not', () => {
    expect(withoutPersons('with @[Jo](urn:li:person:a-B_9) and urn%3Ali%3Amember%3A12!')).toBe(
      'with @[Jo](urn:li:person:removed) and urn:li:person:removed!',
    );
  });

  test('are found wherever they hide', () => {
    const leaf = fc.constantFrom('urn:li:person:secretId', 'see urn:li:member:secretId', 'plain', 1, null, true);
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        leaf,
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(
          fc.constantFrom('a', 'createdBy', 'urn:li:person:secretId', 'x urn:li:person:secretId'),
          tie('value'),
        ),
      ),
    }));
    fc.assert(fc.property(fc.array(value), (hidden) => !JSON.stringify(withoutPersons(hidden)).includes('secretId')));
  });
});
