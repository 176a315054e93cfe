-- backread for Neovim 0.11 and later: read from any `lsp/` folder on the runtime path.
return {
  cmd = { 'backread', 'lsp' },
  filetypes = { 'markdown', 'text', 'html' },
  root_markers = { 'backread.toml', { 'sources', 'source', 'research' }, '.git' },
}
