-- What :Backread does: requests that any client could make, and a window for the answers.
local M = {}

-- The folder of a text's backread.toml, else the one that its sources lie in; as in lsp/backread.lua.
local function root(buffer)
  return vim.fs.root(buffer, 'backread.toml')
    or vim.fs.root(buffer, { 'sources', 'source', 'research' })
    or vim.fs.root(buffer, '.git')
end

-- For Neovim 0.10; from 0.11 on `vim.lsp.enable('backread')` reads lsp/backread.lua.
function M.start(options)
  options = vim.tbl_extend('force', { name = 'backread', cmd = { 'backread', 'lsp' } }, options or {})
  vim.api.nvim_create_autocmd('FileType', {
    group = vim.api.nvim_create_augroup('backread', {}),
    pattern = { 'markdown', 'text', 'html' },
    callback = function(event)
      local it = vim.tbl_extend('keep', options, { root_dir = root(event.buf) or vim.fn.getcwd() })
      vim.lsp.start(it, { bufnr = event.buf })
    end,
  })
end

local function client()
  return vim.lsp.get_clients({ bufnr = 0, name = 'backread' })[1] or vim.lsp.get_clients({ name = 'backread' })[1]
end

local function complain(why) vim.notify('backread: ' .. why, vim.log.levels.WARN) end

-- Neovim 0.10 has functions where later ones have methods.
local method = vim.fn.has('nvim-0.11') == 1
    and function(it, name, ...) return it[name](it, ...) end
  or function(it, name, ...) return it[name](...) end

local function ask(command, argument, answered)
  local it = client()
  if not it then return complain('no server is running here; :checkhealth backread') end
  local params = { command = command, arguments = { argument } }
  method(it, 'request', 'workspace/executeCommand', params, function(failed, answer)
    if failed then return complain(failed.message) end
    answered(answer, it)
  end, 0)
end

-- Lines in a window below, which q closes.
local function show(name, lines)
  vim.cmd('botright new')
  local buffer = vim.api.nvim_get_current_buf()
  vim.bo[buffer].buftype, vim.bo[buffer].bufhidden, vim.bo[buffer].swapfile = 'nofile', 'wipe', false
  pcall(vim.api.nvim_buf_set_name, buffer, 'backread://' .. name)
  vim.api.nvim_buf_set_lines(buffer, 0, -1, false, lines)
  vim.bo[buffer].modifiable = false
  vim.api.nvim_win_set_height(0, math.min(#lines, 15))
  vim.keymap.set('n', 'q', '<Cmd>close<CR>', { buffer = buffer, desc = 'close' })
  return buffer
end

local function counted(n, one) return ('%d %s%s'):format(n, one, n == 1 and '' or 's') end

local SUPPORTED = { 'supported', 'computed', 'own-reporting' }
local OTHERS = {
  { 'conflicting', 'differ' },
  { 'strengthened', 'weaker in the sources' },
  { 'disputed', 'disputed' },
  { 'unsupported', 'no source' },
  { 'not-judged', 'not judged' },
}

local function covered(counts)
  local supported, others = 0, {}
  for _, it in ipairs(SUPPORTED) do supported = supported + (counts[it] or 0) end
  for _, it in ipairs(OTHERS) do
    if counts[it[1]] then table.insert(others, ('%d %s'):format(counts[it[1]], it[2])) end
  end
  return table.concat({ supported .. ' supported', unpack(others) }, ' · ')
end

function M.status()
  ask('backread.status', nil, function(status)
    local lines = { counted(status.sources, 'source') .. (status.unread > 0 and (', %d unreadable'):format(status.unread) or '') }
    if status.loading then table.insert(lines, 'sources are being read') end
    for _, it in ipairs(status.problems) do table.insert(lines, 'problem: ' .. it) end
    for _, draft in ipairs(status.drafts) do
      local accepted = draft.accepted > 0 and (' · %d let stand'):format(draft.accepted) or ''
      local path = vim.fn.fnamemodify(vim.uri_to_fname(draft.uri), ':~:.')
      vim.list_extend(lines, { '', ('%s: %s%s'):format(path, counted(draft.findings, 'finding'), accepted) })
      local kinds = vim.tbl_keys(draft.coverage)
      table.sort(kinds)
      for _, kind in ipairs(kinds) do
        if next(draft.coverage[kind]) then table.insert(lines, ('  %s: %s'):format(kind, covered(draft.coverage[kind]))) end
      end
    end
    show('status', lines)
  end)
end

-- One line a source; Enter opens it.
function M.sources()
  ask('backread.sources', nil, function(sources)
    if #sources == 0 then return complain('no sources are loaded; put them into a folder named sources') end
    local lines = vim.tbl_map(function(it)
      if it.confidential then return ('%s: a confidential source (%s)'):format(it.id, counted(it.facts, 'fact')) end
      local said = { it.path }
      for _, key in ipairs({ 'kind', 'outlet', 'date', 'trust' }) do
        local word = it[key]
        if word and word ~= vim.NIL and word ~= 'unknown' and word ~= 'normal' then table.insert(said, word) end
      end
      table.insert(said, counted(it.facts, 'fact'))
      vim.list_extend(said, it.problems)
      return table.concat(said, ' · ')
    end, sources)
    local buffer = show('sources', lines)
    vim.keymap.set('n', '<CR>', function()
      local it = sources[vim.api.nvim_win_get_cursor(0)[1]]
      if not it.uri or it.uri == vim.NIL then return complain('it is opened by nobody but its writer') end
      vim.cmd('wincmd p')
      vim.cmd.edit(vim.fn.fnameescape(vim.uri_to_fname(it.uri)))
    end, { buffer = buffer, desc = 'open the source' })
  end)
end

-- The dossier of the draft in front, in the browser.
function M.dossier()
  ask('backread.report', { draft = vim.uri_from_bufnr(0) }, function(path)
    path = path:match('^file:') and vim.uri_to_fname(path) or path
    vim.notify('backread: the dossier is ' .. path)
    local _, failed = vim.ui.open(path)
    if failed then complain(failed) end
  end)
end

function M.restart()
  local old = vim.lsp.get_clients({ name = 'backread' })
  if #old == 0 then return complain('no server is running; :checkhealth backread') end
  local texts = {}
  for _, it in ipairs(old) do
    for buffer in pairs(it.attached_buffers) do texts[buffer] = it.config end
    method(it, 'stop')
  end
  local function are_gone()
    return vim.iter(old):all(function(it) return method(it, 'is_stopped') end)
  end
  local tries = 0
  local function start()
    tries = tries + 1
    if not are_gone() then
      if tries > 200 then return complain('the server does not stop') end
      return vim.defer_fn(start, 25)
    end
    for buffer, config in pairs(texts) do
      if vim.api.nvim_buf_is_valid(buffer) then vim.lsp.start(config, { bufnr = buffer }) end
    end
  end
  start()
end

M.commands = { 'dossier', 'restart', 'sources', 'status' }

function M.run(name)
  if not vim.tbl_contains(M.commands, name) then
    return complain(('there is no :Backread %s; there are %s'):format(name, table.concat(M.commands, ', ')))
  end
  M[name]()
end

return M
