if vim.g.loaded_backread then
  return
end
vim.g.loaded_backread = true

vim.api.nvim_create_user_command('Backread', function(it) require('backread').run(it.args ~= '' and it.args or 'status') end, {
  nargs = '?',
  complete = function(lead)
    return vim.tbl_filter(function(it) return vim.startswith(it, lead) end, require('backread').commands)
  end,
  desc = 'backread: dossier, restart, sources or status',
})
