// @ts-check
/** Characters in code that can't be seen, or that make it read otherwise than it runs: each gets a mark. */

import { element } from './dom.js'

/** Controls, direction marks, zero-width and other invisible characters; emoji are made of some, and stay whole. */
const HIDDEN = /[[\p{Cc}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\ufff9-\ufffb]--[\t\n\r]]/v
const PIECES = new RegExp(`\\p{RGI_Emoji}|(?<hidden>${HIDDEN.source}+)`, 'gv')
const NAMED = 3

/**
 * Return `text` with a mark in place of what is hidden. The mark's text is the character itself, shown by its name
 * (in the style sheet), so that whatever is copied or coloured is the code as it is.
 * @param {string} text
 * @returns {(HTMLElement | string)[]}
 */
export function reveal(text) {
  if (!HIDDEN.test(text)) return [text]
  /** @type {(HTMLElement | string)[]} */
  const pieces = []
  let read = 0
  for (const { index, groups } of text.matchAll(PIECES)) {
    if (!groups?.hidden) continue
    pieces.push(text.slice(read, index), mark(groups.hidden))
    read = index + groups.hidden.length
  }
  return [...pieces, text.slice(read)].filter(Boolean)
}

/** @param {string} hidden */
function mark(hidden) {
  const points = Array.from(hidden, (character) => character.codePointAt(0) ?? 0)
  const names = points.slice(0, NAMED).map((point) => `U+${point.toString(16).toUpperCase().padStart(4, '0')}`)
  if (points.length > NAMED) names.push(`and ${points.length - NAMED} more`)
  const made = element('span', 'hidden-char', hidden)
  made.dataset.name = names.join(' ')
  made.title = 'A hidden character: it is in the code, though it can not be seen'
  return made
}
