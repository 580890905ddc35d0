// @ts-check
/** The page, put together. */

import { copyLastCode } from './copy.js'
import { find } from './dom.js'
import { listenToKeys } from './keys.js'
import { Lessons } from './lessons.js'
import { Settings } from './settings.js'
import { Shortcuts } from './shortcuts.js'
import { Sidebar } from './sidebar.js'
import { Snippets } from './snippets.js'
import { Talk } from './talk.js'
import { Usage } from './usage.js'
import { Views } from './views.js'

const lessons = new Lessons()
const snippets = new Snippets()
const usage = new Usage()
const settings = new Settings()
const sidebar = new Sidebar()
const shortcuts = new Shortcuts()
const talk = new Talk({ head: (title) => views.head(title), moved: () => views.show(), uncover: () => sidebar.close() })

const views = new Views({
  snippets: { title: 'Snippets', open: (rest) => snippets.open(rest) },
  lessons: { title: 'Lessons', open: () => lessons.open() },
  usage: { title: 'Usage', open: () => usage.open() },
  settings: { title: 'Settings', open: () => settings.open() },
}, () => talk.open())

find('new', HTMLButtonElement).addEventListener('click', () => {
  sidebar.close()
  talk.begin()
})
listenToKeys({
  focus: () => talk.composer.focus(),
  stop: () => talk.stop(),
  begin: () => talk.begin(),
  copyCode: copyLastCode,
  help: () => shortcuts.open(),
  singles: () => shortcuts.singles,
})

views.show()
talk.connect()
if (!matchMedia('(pointer: coarse)').matches) talk.composer.focus() // else it would call up the keyboard
