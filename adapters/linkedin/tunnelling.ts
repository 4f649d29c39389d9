/**
 * Query tunnelling: a query that would be too long for an address travels in the body of a POST. Behaviour of LinkedIn's own
 * JavaScript client; the documented limit of a query string is 4 KB (414 beyond it).
 */

/** Where LinkedIn's client switches. */
const longestQuery = 4000;

export interface HttpMessage {
  method: 'GET' | 'POST';
  /** Without the base URL. */
  target: string;
  headers: Record<string, string>;
  body?: string;
}

/** The message for a path, a query and perhaps a JSON body, tunnelled where the query is too long. */
export function httpMessage(path: string, query: string, json: string | undefined): HttpMessage {
  if (query.length > longestQuery)
    return json === undefined ? tunnelledRead(path, query) : tunnelledWrite(path, query, json);
  const target = query ? `${path}?${query}` : path;
  if (json === undefined) return { method: 'GET', target, headers: {} };
  return { method: 'POST', target, headers: { 'Content-Type': 'application/json' }, body: json };
}

function tunnelledRead(path: string, query: string): HttpMessage {
  return {
    method: 'POST',
    target: path,
    headers: { 'X-HTTP-Method-Override': 'GET', 'Content-Type': 'application/x-www-form-urlencoded' },
    body: query,
  };
}

/** Part 1 is the query, part 2 the JSON. The method that is overridden is the write's own. */
function tunnelledWrite(path: string, query: string, json: string): HttpMessage {
  const boundary = absentFrom(query + json);
  return {
    method: 'POST',
    target: path,
    headers: { 'X-HTTP-Method-Override': 'POST', 'Content-Type': `multipart/mixed; boundary=${boundary}` },
    body: [
      `--${boundary}`,
      'Content-Type: application/x-www-form-urlencoded',
      '',
      query,
      `--${boundary}`,
      'Content-Type: application/json',
      '',
      json,
      `--${boundary}--`,
    ].join('\r\n'),
  };
}

/** The first numbered boundary that the content does not hold: the same request always has the same bytes. */
function absentFrom(content: string): string {
  let number = 1;
  while (content.includes(`part-${number}`)) number += 1;
  return `part-${number}`;
}
