// @ts-check
/** The fields in which a snippet is written. */

import { button, element } from './dom.js'

/**
 * @typedef {import('./snippet_calls.js').Fields} Fields
 * @typedef {{ node: HTMLFormElement, read: () => Fields, fail: (sentence: string) => void, focus: () => void }} Form
 */

const WORD = /^[\p{L}\p{N}_+#.-]*$/u
const EMPTY = { name: '', language: '', tags: [], note: '', code: '' }

/**
 * @param {Partial<Fields>} fields what stands in them at first
 * @param {string} title
 * @param {{ save: () => Promise<void>, leave: () => void, typed: () => void }} told
 * @returns {Form}
 */
export function snippetForm(fields, title, { save, leave, typed }) {
  const { name, language, tags, note, code } = { ...EMPTY, ...fields }
  const inputs = {
    name: text(name, { maxLength: 60, placeholder: 'Named after its code' }),
    language: text(language, { maxLength: 30, placeholder: 'python' }),
    tags: text(tags.join(' '), { maxLength: 320, placeholder: 'http retry' }),
    note: area(note, { rows: 2, maxLength: 2000 }),
    code: area(code, { rows: Math.min(30, Math.max(8, code.split('\n').length + 1)), code: true }),
  }
  const problem = element('p', 'failed')
  problem.hidden = true
  const kept = element('button', 'deed strong', 'Save')
  const row = element('div', 'row', field('Name', inputs.name), field('Language', inputs.language), field('Tags', inputs.tags))
  const deeds = element('div', 'deeds', kept, button('Cancel', 'deed', leave))
  const node = element('form', 'fields', row, field('Code', inputs.code), field('Note', inputs.note), problem, deeds)
  node.setAttribute('aria-label', title)
  node.dataset.part = 'panel'
  node.addEventListener('input', typed)
  node.addEventListener('submit', async (event) => {
    event.preventDefault()
    const odd = check(read(inputs))
    if (odd) return fail(problem, odd)
    problem.hidden = kept.disabled = true
    await save()
    kept.disabled = false
  })
  return { node, read: () => read(inputs), fail: (sentence) => fail(problem, sentence), focus: () => inputs.name.focus() }
}

/**
 * @param {Record<keyof Fields, HTMLInputElement | HTMLTextAreaElement>} inputs
 * @returns {Fields}
 */
function read({ name, language, tags, note, code }) {
  return {
    name: name.value.trim(),
    language: language.value.trim().toLowerCase(),
    tags: [...new Set(tags.value.toLowerCase().split(/[\s,]+/).map((tag) => tag.replace(/^#/, '')).filter(Boolean))],
    note: note.value.trim(),
    code: code.value,
  }
}

/**
 * Return what can not be kept so; empty: it can, as far as can be told here.
 * @param {Fields} fields
 */
function check({ language, tags, code }) {
  if (!code.trim()) return 'A snippet without code can not be kept.'
  if (!WORD.test(language)) return 'A language is one word, as python or c++.'
  const odd = tags.find((tag) => tag.length > 30 || !WORD.test(tag))
  return odd ? `A tag is one word of 30 characters at most, as retry or c++, not “${odd}”.` : ''
}

/**
 * @param {HTMLElement} node
 * @param {string} sentence
 */
function fail(node, sentence) {
  node.textContent = sentence
  node.hidden = false
  node.tabIndex = -1
  node.focus()
}

/**
 * @param {string} label
 * @param {HTMLElement} input
 */
function field(label, input) {
  return element('label', 'field', element('span', '', label), input)
}

/**
 * @param {string} value
 * @param {{ maxLength: number, placeholder: string }} options
 */
function text(value, { maxLength, placeholder }) {
  const made = Object.assign(element('input'), { value, maxLength, placeholder, autocomplete: 'off', spellcheck: false })
  made.dir = 'auto'
  return made
}

/**
 * @param {string} value
 * @param {{ rows: number, maxLength?: number, code?: boolean }} options
 */
function area(value, { rows, maxLength, code = false }) {
  const made = Object.assign(element('textarea', code ? 'code-text' : ''), { value, rows, spellcheck: !code })
  made.dir = code ? 'ltr' : 'auto'
  if (maxLength) made.maxLength = maxLength
  return made
}
