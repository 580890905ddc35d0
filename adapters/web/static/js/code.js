// @ts-check
/** A block of code: its language, a button that copies it, and the code itself. */

import { copyButton } from './copy.js'
import { element } from './dom.js'
import { reveal } from './hidden.js'
import { highlight } from './highlight.js'

/**
 * @param {string} text
 * @param {string} info what stands behind the fence: a language, perhaps more
 * @param {{ plain?: boolean }} [options] plain: it is still being written
 */
export function codeBlock(text, info, { plain = false } = {}) {
  const label = info.trim().split(/[\s{,:]/)[0]
  const code = element('code', '', ...reveal(text))
  if (!plain) highlight(code, label)
  const language = element('span', 'language', label || 'text')
  const caption = element('figcaption', '', language, copyButton('Copy', 'copy', () => code.textContent ?? ''))
  const pre = element('pre', '', code)
  pre.tabIndex = 0
  pre.setAttribute('aria-label', label ? `Code in ${label}` : 'Code')
  pre.setAttribute('role', 'group')
  pre.dir = 'ltr'
  const figure = element('figure', 'code', caption, pre)
  if (label) figure.dataset.language = label
  return figure
}
