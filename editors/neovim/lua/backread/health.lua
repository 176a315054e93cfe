-- :checkhealth backread: whether the program is there, is started, and has sources.
local M = {}

local health = vim.health

local function check_program(command)
  local path = vim.fn.exepath(command)
  if path == '' then
    return health.error(command .. ' is not on the PATH', { 'install it, or name it in `cmd` (:help backread-settings)' })
  end
  local done = vim.system({ path, '--version' }, { text = true }):wait(5000)
  if done.code ~= 0 then return health.error(('%s does not run: %s'):format(path, vim.trim(done.stderr or ''))) end
  health.ok(('%s (%s)'):format(vim.trim(done.stdout), path))
end

local function check_server()
  local clients = vim.lsp.get_clients({ name = 'backread' })
  if #clients == 0 then
    return health.info('no server is running: none of the open texts is Markdown, plain text or HTML, or it is not enabled')
  end
  for _, it in ipairs(clients) do
    health.ok(('running for %s'):format(it.config.root_dir or 'a text without a folder'))
    local params = { command = 'backread.status', arguments = {} }
    local method = vim.fn.has('nvim-0.11') == 1
    local answer = method and it:request_sync('workspace/executeCommand', params, 5000, 0)
      or not method and it.request_sync('workspace/executeCommand', params, 5000, 0)
    local status = answer and answer.result
    if not status then
      health.error('it does not answer', { ':Backread restart' })
    else
      if status.loading then
        health.info('its sources are still being read')
      elseif status.sources == 0 and status.unread == 0 then
        health.info('it has no sources here, and is silent: make a folder named sources, or a backread.toml')
      else
        health.ok(('%d sources read'):format(status.sources))
      end
      for _, problem in ipairs(status.problems) do health.warn(problem) end
    end
  end
end

function M.check()
  health.start('backread')
  if vim.fn.has('nvim-0.10') == 0 then return health.error('Neovim 0.10 or later is needed') end
  local config = vim.lsp.config and vim.lsp.config.backread
  local running = vim.lsp.get_clients({ name = 'backread' })[1]
  local cmd = (running and running.config.cmd) or (config and config.cmd) or { 'backread' }
  if type(cmd) == 'table' then check_program(cmd[1]) end
  if vim.lsp.enable then
    health.ok('lsp/backread.lua is on the runtime path')
  else
    health.info("Neovim 0.10: started by require('backread').start()")
  end
  check_server()
end

return M
