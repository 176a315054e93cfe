-- backread for Neovim 0.11 and later: read from any `lsp/` folder on the runtime path, by vim.lsp.enable('backread').
-- It needs nothing else of this plugin.
return {
  cmd = { 'backread', 'lsp' },
  -- TOML for backread.toml and rule files; no other TOML file starts it.
  filetypes = { 'markdown', 'text', 'html', 'toml' },
  root_dir = function(buffer, start)
    local root = vim.fs.root(buffer, 'backread.toml')
    if root or vim.bo[buffer].filetype ~= 'toml' then
      start(root or vim.fs.root(buffer, { 'sources', 'source', 'research' }) or vim.fs.root(buffer, '.git'))
    end
  end,
}
