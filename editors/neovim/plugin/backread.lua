if vim.lsp.enable then
  vim.lsp.enable('backread')
end
