// @ts-check
/** Rows of usage summed up. */

/**
 * `priced` answers have a known cost; `cost` is theirs, in dollars.
 * @typedef {import('./usage.js').Row} Row
 * @typedef {{ answers: number, prompt: number, completion: number, cached: number, cost: number, priced: number,
 *   estimated: boolean }} Sum
 */

/**
 * @param {import('./usage.js').Figures[]} rows
 * @returns {Sum}
 */
export function sum(rows) {
  const all = { answers: 0, prompt: 0, completion: 0, cached: 0, cost: 0, priced: 0, estimated: false }
  for (const { answers, prompt, completion, cached, cost, unpriced, estimated } of rows) {
    all.answers += answers
    all.prompt += prompt
    all.completion += completion
    all.cached += cached
    all.cost += cost ?? 0
    all.priced += answers - unpriced
    all.estimated ||= estimated
  }
  return all
}

/**
 * Return rows by what they have in common, those with the most tokens first.
 * @param {Row[]} rows
 * @param {'day' | 'model' | 'who'} name
 * @returns {[string, Row[]][]}
 */
export function groups(rows, name) {
  /** @type {Map<string, Row[]>} */
  const found = new Map()
  for (const row of rows) found.set(row[name], [...(found.get(row[name]) ?? []), row])
  return [...found].sort(([, one], [, other]) => tokens(sum(other)) - tokens(sum(one)))
}

/** @param {{ prompt: number, completion: number }} one */
export function tokens({ prompt, completion }) {
  return prompt + completion
}

/**
 * Return the last days, today the last, as they are counted: in UTC.
 * @param {number} count
 */
export function daysBack(count) {
  const today = Math.floor(Date.now() / 86_400_000)
  return Array.from({ length: count }, (_, at) => new Date((today - count + 1 + at) * 86_400_000).toISOString().slice(0, 10))
}
