// @ts-check
/** A unified diff as tables, one for each file: what went and what came is said in signs and words, not by colour alone. */

import { element } from './dom.js'
import { reveal } from './hidden.js'

const HUNK = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/
const SIDES = { '+': { className: 'added', word: 'added' }, '-': { className: 'removed', word: 'removed' } }

/**
 * @param {string} text of all files that changed
 * @param {string} about what is compared
 * @returns {HTMLElement[]}
 */
export function diffTables(text, about) {
  /** @type {HTMLElement[]} */
  const tables = []
  let body = element('tbody')
  let [old, now, oldEnd, nowEnd] = [0, 0, 0, 0]
  for (const line of text.replace(/\n$/, '').split('\n')) {
    const hunk = HUNK.exec(line)
    if (old < oldEnd || now < nowEnd) body.append(row(line, line[0] === '+' ? 0 : old++, line[0] === '-' ? 0 : now++))
    else if (hunk) {
      ;[old, now] = [Number(hunk[1]), Number(hunk[3])]
      ;[oldEnd, nowEnd] = [old + Number(hunk[2] ?? 1), now + Number(hunk[4] ?? 1)]
      if (body.childElementCount) body.append(gap())
    } else if (line.startsWith('--- ')) {
      body = element('tbody')
      tables.push(table(line.slice(4).replace(/ version \d+$/, ''), about, body))
    }
  }
  return tables.length ? tables : [element('p', 'quiet', 'The code is the same in both.')]
}

/**
 * @param {string} name of a file
 * @param {string} about
 * @param {HTMLElement} body
 */
function table(name, about, body) {
  const caption = element('caption', '', `${name === 'code' ? 'Code' : name} ${about}`)
  const head = element('thead', 'visually-hidden', element('tr', '', ...['Before', 'After', 'Change', 'Line'].map(column)))
  const box = element('div', 'diff', element('table', '', caption, head, body))
  box.tabIndex = 0
  box.setAttribute('role', 'group')
  box.setAttribute('aria-label', caption.textContent ?? '')
  return box
}

/**
 * @param {string} line
 * @param {number} old its number before; 0: it was not there
 * @param {number} now
 */
function row(line, old, now) {
  const side = line[0] === '+' || line[0] === '-' ? SIDES[line[0]] : null
  const sign = element('td', 'sign', side ? line[0].replace('-', '−') : '')
  if (side) sign.append(element('span', 'visually-hidden', ` ${side.word}`))
  const code = element('td', 'text', ...reveal(line.slice(1)))
  return element('tr', side?.className ?? '', number(old), number(now), sign, code)
}

/** @param {number} value */
function number(value) {
  return element('td', 'number', value ? String(value) : '')
}

function gap() {
  const cell = element('td', '', '…')
  cell.colSpan = 4
  return element('tr', 'gap', cell)
}

/** @param {string} name */
function column(name) {
  const made = element('th', '', name)
  made.scope = 'col'
  return made
}
