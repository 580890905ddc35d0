// @ts-check
/** Words, links and emphasis inside a block of Markdown, as nodes. */

import { element } from './dom.js'
import { reveal } from './hidden.js'

/** @typedef {{ type: string, raw: string, text?: string, href?: string, checked?: boolean, tokens?: Token[] }} Token */

const SAFE_LINK = /^(?:https?:|mailto:)/i
const TAGS = /** @type {const} */ ({ strong: 'strong', em: 'em', del: 'del' })
/** @type {Record<string, string>} */
const ENTITIES = {
  amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0', copy: '©', reg: '®', hellip: '…',
  ndash: '–', mdash: '—', larr: '←', rarr: '→', times: '×', le: '≤', ge: '≥', ne: '≠',
}

/**
 * @param {Token[]} [tokens]
 * @returns {(Node | string)[]}
 */
export function inline(tokens = []) {
  return tokens.flatMap(drawInline)
}

/**
 * @param {Token} token
 * @returns {(Node | string)[]}
 */
function drawInline(token) {
  switch (token.type) {
    case 'strong':
    case 'em':
    case 'del':
      return [element(TAGS[token.type], '', ...inline(token.tokens))]
    case 'text':
      return token.tokens ? inline(token.tokens) : [decode(token.text ?? '')]
    case 'escape':
      return [token.text ?? '']
    case 'codespan':
      return [inlineCode(token.text ?? '')]
    case 'br':
      return [element('br')]
    case 'link':
      return [link(token.href ?? '', inline(token.tokens))]
    case 'image': // never fetched: a picture's address can carry away what the page knows
      return [element('span', 'picture', `[image: ${token.text}] `), link(token.href ?? '', [token.href ?? ''])]
    case 'checkbox':
      return [checkbox(Boolean(token.checked))]
    default: // HTML, too, is shown as it was written
      return [token.raw]
  }
}

/** @param {string} text */
function inlineCode(text) {
  const code = element('code', '', ...reveal(text))
  code.dir = 'ltr'
  return code
}

/**
 * @param {string} href
 * @param {(Node | string)[]} children
 */
function link(href, children) {
  if (!SAFE_LINK.test(href)) return element('span', '', ...children)
  const made = element('a', '', ...children)
  made.href = href
  made.rel = 'noopener noreferrer nofollow'
  made.target = '_blank'
  return made
}

/** @param {boolean} checked */
function checkbox(checked) {
  const box = element('input')
  box.type = 'checkbox'
  box.disabled = true
  box.checked = checked
  box.setAttribute('aria-label', checked ? 'done' : 'to do')
  return box
}

/** @param {string} text */
function decode(text) {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w+));/gi, (written, decimal, hex, name) => {
    if (name) return ENTITIES[name] ?? written
    const point = decimal ? Number(decimal) : parseInt(hex, 16)
    return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : written
  })
}
