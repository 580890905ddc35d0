// @ts-check
/** Where a lesson comes from: who is for it and who against, and to who said something, in which words and where. */

import { element } from './dom.js'

/** @param {import('./api.js').Source} source */
export function provenance({ who, vote, quote, asked, conversation }) {
  const side = vote < 0 ? `Against it: ${who}` : quote ? `${who}: “${quote}”` : `For it: ${who}`
  const line = element('p', 'source', side)
  if (asked) line.append(`, about “${asked}”`)
  if (conversation) {
    const link = element('a', '', 'there')
    link.href = `#c=${conversation}`
    link.setAttribute('aria-label', 'The conversation in which it was said')
    line.append(' · ', link)
  }
  line.dir = 'auto'
  return line
}
