// @ts-check
/** One conversation of the list: a link to it, where it stands, and whether an answer is being written there. */

import { openMenu } from './conversation_menu.js'
import { element } from './dom.js'
import { iconButton } from './icons.js'

const LONGEST_TITLE = 80
/** @type {Record<string, string>} */
const PLATFORMS = { slack: 'Slack', discord: 'Discord' }

/**
 * @typedef {import('./api.js').Listed} Listed
 * @typedef {{ rename: (title: string) => void, pin: () => void, remove: () => void }} Deeds
 */

/** @param {string} platform */
export function sayPlatform(platform) {
  return PLATFORMS[platform] ?? ''
}

/**
 * @param {Listed} conversation
 * @param {boolean} isOpen it is the one on the page
 * @param {Deeds} deeds
 */
export function conversationRow(conversation, isOpen, deeds) {
  const { id, title, platform, running } = conversation
  const link = element('a', '', element('span', 'title', title))
  link.href = `#c=${id}`
  link.title = title
  link.dir = 'auto'
  if (isOpen) link.setAttribute('aria-current', 'page')
  const home = sayPlatform(platform)
  if (home) link.append(element('span', 'home', home))
  if (running) link.append(dot())
  const more = iconButton('dots', `Options for ${title}`, () => openMenu(more, conversation, {
    ...deeds,
    rename: () => edit(row, title, deeds.rename),
  }))
  more.setAttribute('aria-expanded', 'false')
  const row = element('li', '', link, more)
  row.dataset.id = id
  return row
}

function dot() {
  const made = element('span', 'running', element('span', 'visually-hidden', 'is being answered'))
  made.title = 'An answer is being written'
  return made
}

/**
 * Put a field in place of the row, until it has another title or that is given up.
 * @param {HTMLElement} row
 * @param {string} title
 * @param {(title: string) => void} rename
 */
function edit(row, title, rename) {
  const field = element('input')
  field.value = title
  field.maxLength = LONGEST_TITLE
  field.dir = 'auto'
  field.setAttribute('aria-label', 'Title')
  const form = element('form', 'renaming', field)
  const before = [...row.childNodes]
  let done = false
  /**
   * @param {boolean} keep
   * @param {boolean} focus
   */
  const close = (keep, focus) => {
    if (done) return // taking the field away blurs it
    done = true
    row.replaceChildren(...before)
    if (focus) row.querySelector('button')?.focus()
    if (keep && field.value.trim() !== title) rename(field.value.trim())
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    close(true, true)
  })
  form.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    close(false, true)
  })
  field.addEventListener('blur', () => close(true, false))
  row.replaceChildren(form)
  field.select()
}
