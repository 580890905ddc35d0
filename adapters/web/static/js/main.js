// @ts-check
/** The page, put together. */

import { Chat } from './chat.js'
import { Composer } from './composer.js'
import { Connection } from './connection.js'
import { find } from './dom.js'
import { listenToKeys } from './keys.js'
import { Lessons } from './lessons.js'
import { ModelPicker } from './models.js'
import { Notes } from './notes.js'
import { Runs } from './runs.js'
import { say } from './say.js'
import { followEnd } from './scroll.js'
import { Sidebar } from './sidebar.js'
import { Views } from './views.js'

const LOST_SHOWN_AFTER = 600
const CONVERSATION = /^#c=([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

const notice = find('notice', HTMLElement)
const lost = find('lost', HTMLElement)
const empty = find('empty', HTMLElement)
const transcript = find('transcript', HTMLElement)

const connection = new Connection()
const runs = new Runs(connection)
const models = new ModelPicker()
const lessons = new Lessons()
const sidebar = new Sidebar()
const goToEnd = followEnd(transcript, find('newest', HTMLButtonElement))

/** @param {string} sentence */
function warn(sentence) {
  notice.textContent = sentence
  notice.hidden = !sentence
}

/** @param {string} sentence */
function refuse(sentence) {
  warn(sentence)
  say(sentence)
}

const chat = new Chat(transcript, runs, {
  changed() {
    empty.hidden = transcript.childElementCount > 0
    composer.show({ answering: chat.isAnswering, hasAnswer: chat.hasAnswer })
  },
  asked() {
    warn('')
    history.replaceState(null, '', `#c=${chat.id}`)
    goToEnd()
  },
  taken: () => composer.forget(),
  refused(sentence, text) {
    refuse(sentence)
    composer.restore(text)
  },
  said: say,
  model: () => models.chosen,
})

const notes = new Notes(transcript, {
  conversation: () => chat.id,
  ask: (text, mode) => chat.ask(text, mode),
  refused(sentence, text) {
    refuse(sentence)
    composer.restore(text)
  },
  shown() {
    empty.hidden = true
    composer.forget()
    goToEnd()
    say('Done.')
  },
})

const composer = new Composer({
  ask: (text, mode) => chat.ask(text, mode),
  run(text, mode) {
    warn('')
    notes.run(text, mode)
  },
  stop: () => chat.stop(),
  refuse,
})

const views = new Views({
  snippets: { title: 'Snippets', open: () => {} },
  lessons: { title: 'Lessons', open: () => lessons.open() },
  usage: { title: 'Usage', open: () => {} },
  settings: { title: 'Settings', open: () => {} },
}, openConversation)

function openConversation() {
  const id = CONVERSATION.exec(location.hash)?.[1]
  views.head(id ? 'Conversation' : 'New conversation')
  if (id !== chat.id || !id) chat.open(id)
}

let lostTimer = 0
connection.onOpen = () => {
  clearTimeout(lostTimer)
  if (!lost.hidden) say('Connected again.')
  lost.hidden = true
  runs.resume()
}
connection.onLost = () => {
  clearTimeout(lostTimer)
  lostTimer = setTimeout(() => {
    lost.hidden = false
    say('The connection is lost. Reconnecting…')
  }, LOST_SHOWN_AFTER)
}
/** @param {import('./connection.js').Frame} frame */
connection.onFrame = (frame) => {
  if (!runs.hear(frame) && frame.type === 'error') warn(frame.text)
}
connection.isAwaiting = () => runs.any

find('new', HTMLButtonElement).addEventListener('click', () => {
  history.pushState(null, '', location.pathname)
  views.show()
  sidebar.close()
  composer.focus()
})
for (const example of document.querySelectorAll('#empty button')) {
  example.addEventListener('click', () => chat.ask(example.textContent ?? '', 'query'))
}
listenToKeys({ focus: () => composer.focus(), stop: () => chat.stop() })

views.show()
connection.keep()
models.load(warn)
if (!matchMedia('(pointer: coarse)').matches) composer.focus() // else it would call up the keyboard
