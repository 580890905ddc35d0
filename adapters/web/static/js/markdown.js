// @ts-check
/** Markdown into nodes, block by block. */

import { lexer } from '../vendor/marked.js'
import { codeBlock } from './code.js'
import { element } from './dom.js'
import { inline } from './inline.js'

/**
 * @typedef {import('./inline.js').Token} Inline
 * @typedef {{ tokens: Inline[], align?: string | null }} Cell
 * @typedef {Inline & { tokens?: Block[], items?: Block[], header?: Cell[], rows?: Cell[][], lang?: string,
 *   depth?: number, ordered?: boolean, start?: number | '' }} Block
 */

/** Lists and quotes nested a hundred deep and more: the parser's time grows with the square of that. */
const TOO_DEEP = /^(?: {200,}(?:[-*+]|\d+[.)]) |(?: ?>){100})/m
const CLOSED = /(?:`{3,}|~{3,})[ \t]*\n?$/

/**
 * Return the blocks of a text. A text that the parser can't bear is one plain paragraph.
 * @param {string} text
 * @returns {Block[]}
 */
export function parse(text) {
  if (TOO_DEEP.test(text)) return [{ type: 'plain', raw: text }]
  return lexer(text)
}

/** @param {Block} block */
export function isShown(block) {
  return block.type !== 'space' && block.type !== 'def'
}

/**
 * @param {string} text
 * @returns {HTMLElement[]}
 */
export function render(text) {
  return parse(text).filter(isShown).map((block) => drawBlock(block))
}

/**
 * @param {Block} block
 * @param {boolean} [growing] it may not be complete, so code in it that is still open stays plain
 * @returns {HTMLElement}
 */
export function drawBlock(block, growing = false) {
  switch (block.type) {
    case 'heading': // one level for all, below the answer's own: none is ever skipped, and only the looks differ
      return element('h3', `depth-${block.depth}`, ...inline(block.tokens))
    case 'paragraph':
    case 'text':
      return element('p', '', ...inline(block.tokens ?? [block]))
    case 'code':
      return codeBlock(block.text ?? '', block.lang ?? '', { plain: growing && !CLOSED.test(block.raw) })
    case 'blockquote':
      return element('blockquote', '', ...drawAll(block.tokens, growing))
    case 'hr':
      return element('hr')
    case 'list':
      return drawList(block, growing)
    case 'table':
      return drawTable(block)
    default:
      return element('p', 'plain', block.raw)
  }
}

/**
 * @param {Block[]} [blocks]
 * @param {boolean} [growing]
 */
function drawAll(blocks = [], growing = false) {
  return blocks.filter(isShown).map((block) => drawBlock(block, growing))
}

/**
 * @param {Block} list
 * @param {boolean} growing
 */
function drawList(list, growing) {
  const items = (list.items ?? []).map((item) => element('li', '', ...drawItem(item, growing)))
  if (!list.ordered) return element('ul', '', ...items)
  const made = element('ol', '', ...items)
  if (typeof list.start === 'number' && list.start !== 1) made.start = list.start
  return made
}

/**
 * @param {Block} item
 * @param {boolean} growing
 * @returns {(Node | string)[]}
 */
function drawItem(item, growing) {
  return (item.tokens ?? []).filter(isShown).flatMap((block) => {
    if (block.type === 'text') return inline(block.tokens ?? [block])
    return block.type === 'checkbox' ? inline([block]) : [drawBlock(block, growing)]
  })
}

/** @param {Block} table */
function drawTable(table) {
  const head = element('thead', '', drawRow(table.header ?? [], 'th'))
  const body = element('tbody', '', ...(table.rows ?? []).map((row) => drawRow(row, 'td')))
  const scroller = element('div', 'table', element('table', '', head, body))
  scroller.tabIndex = 0
  scroller.setAttribute('role', 'group')
  scroller.setAttribute('aria-label', 'Table')
  return scroller
}

/**
 * @param {Cell[]} cells
 * @param {'th' | 'td'} tag
 */
function drawRow(cells, tag) {
  return element('tr', '', ...cells.map((cell) => element(tag, cell.align ?? '', ...inline(cell.tokens))))
}
