-- backread under Neovim's own LSP client, as a writer meets it. Run: nvim --clean --headless -l tests/editors/neovim.lua PROGRAM
--
-- Prints PASS for each thing seen and ALL PASS at the end. Only that line counts: a headless Neovim that meets a prompt
-- ends with 0 in the middle. Nothing sleeps; what is waited for has a limit. Every line with a finding has an emoji and
-- letters of two bytes before it, so that bytes, code points, UTF-16 and screen cells all differ.

local program = assert(arg[1], 'which backread?')
local here = vim.fs.dirname(vim.fn.fnamemodify(debug.getinfo(1, 'S').source:sub(2), ':p'))
local LIMIT = 20000

local function say(...) io.stdout:write(table.concat({ ... }, ' '), '\n') end

local function fail(what, detail)
  say('FAIL', what, detail and vim.inspect(detail) or '')
  io.stdout:flush()
  os.exit(1)
end

local function check(what, holds, detail)
  if not holds then fail(what, detail) end
  say('PASS', what)
end

-- Waits until `seen` gives something, and gives it; `shown` tells on failure what there was instead.
local function await(what, seen, shown)
  local found
  if not vim.wait(LIMIT, function() found = seen() return found and true or false end, 5) then
    fail(what, shown and shown() or 'nothing came')
  end
  say('PASS', what)
  return found
end

-- A desk of its own.

local SOURCE = [[
# Note of the harbour office

🚢 På Ostermole 214 homes were flooded on Monday night.

🔥 “We will light the kiln before the first frost,” said Mira Holt, the mayor.

Some 1,900 people were taken to the school at Sella.
]]
local DRAFT = {
  '# After the storm',
  '',
  '🌊 Ærlig: in Ostermole 241 homes were flooded on Monday night.',
  '',
  '🙂 Så “we will light the kiln after the first frost,” said Mira Holt, the mayor.',
  '',
  '🌫️ Ø, an envoy said the talks were over.',
  '',
  '🏫 Ål: some 1,900 people were taken to the school at Sella.',
  '',
}

local desk = vim.fn.resolve(vim.fn.tempname())
local function write(name, text)
  local path = desk .. '/' .. name
  vim.fn.mkdir(vim.fs.dirname(path), 'p')
  local file = assert(io.open(path, 'w'))
  file:write(text)
  file:close()
  return path
end
local source = write('sources/harbour.md', SOURCE)
local draft = write('draft.md', table.concat(DRAFT, '\n') .. '\n')
write('backread.toml', 'sources = ["sources/**"]\ndrafts = ["draft.md"]\n')

-- As the README says for this version, with nothing else set.

vim.o.swapfile = false
vim.o.showmode = false
vim.cmd('filetype plugin on')
vim.env.PATH = vim.fs.dirname(vim.fn.fnamemodify(program, ':p')) .. ':' .. vim.env.PATH
local options = { inlayHints = true, codeLens = true }
local plugin = vim.fs.dirname(vim.fs.dirname(here)) .. '/editors/neovim'
vim.opt.runtimepath:prepend(plugin)
vim.cmd('runtime plugin/backread.lua')
if vim.lsp.enable then
  vim.lsp.config('backread', { init_options = options })
  vim.lsp.enable('backread')
else
  require('backread').start({ init_options = options })
end
vim.cmd.edit(draft)
local buffer = vim.api.nvim_get_current_buf()
local client = await('the server starts', function() return vim.lsp.get_clients({ bufnr = buffer, name = 'backread' })[1] end)
say('Neovim', tostring(vim.version()), 'counts in', client.offset_encoding)
check('one root for the desk', vim.fn.resolve(client.config.root_dir) == desk, client.config.root_dir)
local pid = vim.api.nvim_get_proc_children(vim.fn.getpid())[1]
check('its process is known', pid ~= nil)

-- Findings as lines of "line rule words", by their places in the buffer; those of an older text may lie outside it.
local function found()
  local lines = vim.tbl_map(function(it)
    local fits, words = pcall(vim.api.nvim_buf_get_text, buffer, it.lnum, it.col, it.end_lnum, it.end_col, {})
    return ('%d %s %s'):format(it.lnum + 1, it.code, fits and table.concat(words, '\n') or '(outside)')
  end, vim.diagnostic.get(buffer))
  table.sort(lines)
  return lines
end

local function await_findings(what, wanted)
  await(what, function() return vim.deep_equal(found(), wanted) end, function() return { found = found(), wanted = wanted } end)
end

local function of_rule(rule)
  return vim.tbl_filter(function(it) return it.code == rule end, vim.diagnostic.get(buffer))[1] or fail('no ' .. rule, found())
end

local FIGURE, QUOTE, ENVOY = '3 conflicting-figure 241', '5 altered-quote after', '7 unnamed-attribution an envoy said'

await_findings('each finding stands on its words', { FIGURE, QUOTE, ENVOY })

-- Cells: 🌊 takes two columns and four bytes, Æ one and two.
do
  local figure = of_rule('conflicting-figure')
  check('the figure begins at its byte', figure.col == #'🌊 Ærlig: in Ostermole ', figure.col)
  local cell = vim.fn.virtcol({ figure.lnum + 1, figure.col + 1 })
  check('and at its cell', cell == vim.fn.strdisplaywidth('🌊 Ærlig: in Ostermole ') + 1, cell)
  local namespace = vim.diagnostic.get_namespace(figure.namespace).user_data.underline_ns
  local marks = vim.api.nvim_buf_get_extmarks(buffer, namespace, 0, -1, { details = true })
  local underlined = vim.tbl_map(function(it)
    return table.concat(vim.api.nvim_buf_get_text(buffer, it[2], it[3], it[4].end_row, it[4].end_col, {}))
  end, marks)
  table.sort(underlined)
  check('what is underlined is what was found', vim.deep_equal(underlined, { '241', 'after', 'an envoy said' }), underlined)
  check('the message names both figures', figure.message:find('241') and figure.message:find('214'), figure.message)
  local related = figure.user_data.lsp.relatedInformation
  check('the evidence goes with it', related and related[1].message:find('214 homes were flooded', 1, true), related)
end

-- Its configuration goes to the same server, and no other file of that kind does.
if vim.lsp.enable then
  local function is_attached() return #vim.lsp.get_clients({ bufnr = 0, name = 'backread' }) > 0 end
  vim.cmd.edit(vim.fn.tempname() .. '.toml')
  local other = vim.api.nvim_get_current_buf()
  vim.cmd.edit(desk .. '/backread.toml')
  await('backread.toml goes to the server', is_attached)
  vim.api.nvim_set_current_buf(other)
  check('another TOML file does not', vim.bo.filetype == 'toml' and not is_attached())
  check('to the same one', #vim.lsp.get_clients({ name = 'backread' }) == 1)
  vim.api.nvim_set_current_buf(buffer)
end

-- Marks and counts, as the README says to switch them on.
vim.lsp.inlay_hint.enable(true, { bufnr = buffer })
await('a mark after what the sources give', function()
  return vim.iter(vim.lsp.inlay_hint.get({ bufnr = buffer })):any(function(it)
    -- NB: Neovim has made bytes of the column.
    local at = it.inlay_hint.position
    return at.line == 8 and at.character == #'🏫 Ål: some 1,900'
  end)
end, function() return vim.lsp.inlay_hint.get({ bufnr = buffer }) end)
if vim.lsp.codelens.enable then
  vim.lsp.codelens.enable(true, { bufnr = buffer })
else
  vim.lsp.codelens.refresh({ bufnr = buffer })
end
await('a count over a paragraph', function()
  return vim.iter(vim.lsp.codelens.get(vim.lsp.codelens.enable and { bufnr = buffer } or buffer))
    :any(function(it) return (it.lens or it).command.title:find('supported', 1, true) ~= nil end)
end, function() return vim.lsp.codelens.get(vim.lsp.codelens.enable and { bufnr = buffer } or buffer) end)

local function stand_on(rule)
  local finding = of_rule(rule)
  vim.api.nvim_win_set_cursor(0, { finding.lnum + 1, finding.col })
  return finding
end

-- Hover, as K opens it.
stand_on('conflicting-figure')
vim.lsp.buf.hover()
local float = await('hover opens a window', function()
  return vim.tbl_filter(function(it) return vim.api.nvim_win_get_config(it).relative ~= '' end, vim.api.nvim_list_wins())[1]
end)
do
  local text = table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(float), 0, -1, false), '\n')
  check('with the words of the source', text:find('214 homes were flooded on Monday night', 1, true), text)
  vim.api.nvim_win_close(float, true)
end

-- The way to the source.
stand_on('conflicting-figure')
vim.lsp.buf.definition()
await('definition opens the source', function() return vim.fn.resolve(vim.api.nvim_buf_get_name(0)) == source end)
do
  local at = vim.api.nvim_win_get_cursor(0)
  check('at the figure', vim.deep_equal(at, { 3, #'🚢 På Ostermole ' }), at)
  check('a source is no draft', #vim.diagnostic.get(0) == 0, vim.diagnostic.get(0))
  vim.api.nvim_set_current_buf(buffer)
end

-- Actions, as `gra` applies them. Without this a menu would wait for an answer that never comes.
vim.ui.select = function(items, _, choose) choose(items[1], 1) end
local function apply(what, fits)
  local titles = {}
  local before = vim.api.nvim_buf_get_changedtick(buffer)
  vim.lsp.buf.code_action({
    apply = true,
    filter = function(action)
      table.insert(titles, action.title)
      return fits(action)
    end,
  })
  await(what, function() return vim.api.nvim_buf_get_changedtick(buffer) ~= before end, function() return { offered = titles } end)
end
local function line(n) return vim.api.nvim_buf_get_lines(buffer, n - 1, n, false)[1] end

stand_on('conflicting-figure')
apply('the source\'s figure is taken over', function(it) return it.title:find('214', 1, true) and not it.title:lower():find('stet') end)
check('and nothing else is touched', line(3) == '🌊 Ærlig: in Ostermole 214 homes were flooded on Monday night.', line(3))
await_findings('the finding is gone', { QUOTE, ENVOY })

stand_on('unnamed-attribution')
apply('a stet is written', function(it) return it.title:lower():find('stet') ~= nil end)
do
  local text = table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), '\n')
  check('it names the rule', text:find('stet unnamed-attribution', 1, true), text)
end
await_findings('and silences the finding', { QUOTE })

-- A source changed by somebody else: what it says now counts.
write('sources/harbour.md', (SOURCE:gsub('214', '312'):gsub('before the first', 'after the first')))
await_findings('findings follow a source changed on disk', { '3 conflicting-figure 214' })
write('sources/harbour.md', SOURCE)
await_findings('and follow it back', { QUOTE })

-- Typing without waiting: keys as a hand gives them, with hovers asked in between, which make the client send what it has.
do
  vim.api.nvim_buf_set_lines(buffer, 0, -1, false, { '# After the storm', '', '' })
  vim.api.nvim_win_set_cursor(0, { 3, 0 })
  local text = '🌊 Ærlig: in Ostermole 241 homes were flooded on Monday night. 🙂 Så ble it said twice and more. '
    .. 'In Ostermole 214 homes were flooded on Monday night. Ø, an envoy said that the talks were over and done with.'
  local letters = vim.fn.split(text, '\\zs')
  check('two hundred characters are typed', #letters >= 200, #letters)
  for n, letter in ipairs(letters) do
    vim.api.nvim_feedkeys((n == 1 and 'i' or 'a') .. letter, 'ntx', false)
    if n % 20 == 0 then
      local at = { textDocument = { uri = vim.uri_from_bufnr(buffer) }, position = { line = 2, character = 1 } }
      vim.lsp.buf_request(buffer, 'textDocument/hover', at, function() end)
    end
  end
  check('the text is what was typed', line(3) == text, line(3))
  await_findings('the findings are those of the last text', { '3 conflicting-figure 241', '3 unnamed-attribution an envoy said' })
  local figures = vim.fn.matchstrpos(text, '241')
  check('at the right byte', of_rule('conflicting-figure').col == figures[2], of_rule('conflicting-figure').col)
end

-- Many small edits by a program, at both ends of a line, none waiting for an answer.
do
  local before = line(3)
  for n = 1, 200 do
    local at = n % 2 == 0 and 0 or #line(3)
    vim.api.nvim_buf_set_text(buffer, 2, at, 2, at, { n % 3 == 0 and 'é' or 'x' })
  end
  for _ = 1, 4 do vim.cmd('silent! undo') end
  -- One emoji further on, so that findings of an older text lie on other words.
  vim.api.nvim_buf_set_lines(buffer, 2, 3, false, { '🔥 ' .. before })
  await_findings('and after a burst of edits', { '3 conflicting-figure 241', '3 unnamed-attribution an envoy said' })
end

-- The plugin's own commands.
local function window_says(what, words)
  return await(what, function()
    local text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
    return vim.bo.buftype == 'nofile' and text:find(words, 1, true) and text
  end, function() return vim.api.nvim_buf_get_lines(0, 0, -1, false) end)
end
check(':Backread completes', vim.deep_equal(vim.fn.getcompletion('Backread s', 'cmdline'), { 'sources', 'status' }))
vim.cmd('Backread status')
window_says('status tells of sources', '1 source')
window_says('and of the draft', 'draft.md: 2 findings')
vim.cmd('normal q')
check('q closes it', vim.api.nvim_get_current_buf() == buffer)
vim.cmd('Backread sources')
window_says('sources are listed', 'sources/harbour.md · ')
vim.api.nvim_feedkeys(vim.keycode('<CR>'), 'xt', false)
check('and opened', vim.fn.resolve(vim.api.nvim_buf_get_name(0)) == source, vim.api.nvim_buf_get_name(0))
vim.api.nvim_set_current_buf(buffer)
vim.cmd('only')
local told = {}
do
  local notify = vim.notify
  vim.notify = function(words) table.insert(told, words) end
  vim.cmd('Backread dance')
  check('another command is refused', (told[1] or ''):find('there is no :Backread dance', 1, true), told)
  -- Whatever opens files here must not: the path is what counts.
  local opened
  vim.ui.open = function(path) opened = path end
  vim.cmd('Backread dossier')
  await('the dossier is asked for', function() return #told == 2 end)
  check('and opened', opened and vim.uv.fs_stat(opened), { told = told, opened = opened })
  local page = table.concat(vim.fn.readfile(opened), '\n')
  local holds = page:find('homes were flooded on Monday night', 1, true) and page:find('Ærlig', 1, true)
  check('with the draft and its sources', holds and page:find('before the first frost', 1, true), page:sub(1, 2000))
  vim.notify = notify
end

vim.cmd('checkhealth backread')
do
  local text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
  check('checkhealth is clean', text:find('1 sources read', 1, true) and not text:find('ERROR') and not text:find('WARNING'), text)
  check('and knows the program', text:find('backread %d+%.%d+%.%d+ %('), text)
  vim.cmd('bwipeout')
  vim.api.nvim_set_current_buf(buffer)
end
do
  -- A copy: the tags are written beside the page.
  local doc = desk .. '/doc'
  vim.fn.mkdir(doc)
  vim.uv.fs_copyfile(plugin .. '/doc/backread.txt', doc .. '/backread.txt')
  vim.cmd.helptags(doc)
  local tags = table.concat(vim.fn.readfile(doc .. '/tags'), '\n')
  check('help has its tags', tags:find('backread-commands', 1, true) and tags:find(':Backread', 1, true), tags)
end

vim.cmd('Backread restart')
client = await('the server is another one', function()
  local it = vim.lsp.get_clients({ bufnr = buffer, name = 'backread' })[1]
  return it and it.id ~= client.id and it
end)
await_findings('and finds the same', { '3 conflicting-figure 241', '3 unnamed-attribution an envoy said' })
pid = vim.api.nvim_get_proc_children(vim.fn.getpid())[1]

-- The end.
vim.bo[buffer].modified = false
if vim.fn.has('nvim-0.11') == 1 then client:stop() else client.stop() end
await('the client stops', function()
  if vim.fn.has('nvim-0.11') == 1 then return client:is_stopped() end
  return client.is_stopped()
end)
await('the process is gone', function() return vim.uv.kill(pid, 0) ~= 0 end)
await('no finding is left behind', function() return #vim.diagnostic.get(buffer) == 0 end, found)
vim.fn.delete(desk, 'rf')
say('ALL PASS')
os.exit(0)
