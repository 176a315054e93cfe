;;; eglot.el --- backread under Emacs, as a writer meets it  -*- lexical-binding: t -*-
;;
;; Run: emacs -Q --batch -l tests/editors/eglot.el PROGRAM
;; Needs eglot: built in from Emacs 29, on 28 Debian's elpa-eglot.  Prints PASS for each thing seen and ALL PASS at the end.
;; An emoji and letters of two bytes stand before each finding.

(setq load-prefer-newer t make-backup-files nil create-lockfiles nil auto-save-default nil)
(when (< emacs-major-version 29)
  (let ((default-directory "/usr/share/emacs/site-lisp/elpa"))
    (normal-top-level-add-subdirs-to-load-path)))
(require 'eglot)
(require 'flymake)
(require 'xref)

(defconst source "# Note of the harbour office

🚢 På Ostermole 214 homes were flooded on Monday night.

🔥 “We will light the kiln before the first frost,” said Mira Holt, the mayor.
")
(defconst draft "# After the storm

🌊 Ærlig: in Ostermole 241 homes were flooded on Monday night.

🙂 Så “we will light the kiln after the first frost,” said Mira Holt, the mayor.
")

(defun say (format &rest what) (princ (concat (apply #'format format what) "\n")))
(defun check (what holds &optional detail)
  (unless holds (say "FAIL %s %S" what detail) (kill-emacs 1))
  (say "PASS %s" what))
(defun await (what seen &optional shown)
  (let ((end (+ (float-time) 20)) found)
    (while (and (not (setq found (funcall seen))) (< (float-time) end))
      (accept-process-output nil 0.01))
    (check what found (and shown (funcall shown)))
    found))

(defconst program (expand-file-name (pop command-line-args-left)))
(defconst desk (file-name-as-directory (make-temp-file "backread-" t)))
(make-directory (concat desk "sources"))
(let ((coding-system-for-write 'utf-8-unix))
  (write-region source nil (concat desk "sources/harbour.md") nil 'quiet)
  (write-region draft nil (concat desk "draft.txt") nil 'quiet)
  (write-region "sources = [\"sources/**\"]\ndrafts = [\"draft.txt\"]\n" nil (concat desk "backread.toml") nil 'quiet))

;; As editors/emacs.md says, but for the program's path, and asking about each edit, which nobody could answer here.
(add-to-list 'eglot-server-programs `(text-mode . (,program "lsp")))
(setq eglot-sync-connect 20 eglot-autoshutdown nil eglot-confirm-server-initiated-edits nil)
(set (intern "eglot-confirm-server-edits") nil)
(find-file (concat desk "draft.txt"))
;; The desk is the project, with and without a repository around it.
(setq-local project-find-functions (list (lambda (_) (cons 'transient desk))))
(apply #'eglot (eglot--guess-contact))
(flymake-mode 1)
(say "Emacs %s" emacs-version)

(defun found ()
  (sort (mapcar (lambda (it) (buffer-substring-no-properties (flymake-diagnostic-beg it) (flymake-diagnostic-end it)))
                (flymake-diagnostics))
        #'string<))
(defun await-findings (what &rest wanted)
  (await what (lambda () (flymake-start) (equal (found) wanted)) #'found))

(await-findings "each finding stands on its words" "241" "after")
(goto-char (point-min))
(search-forward "241")
(backward-char 2)
(let ((server (eglot-current-server)))
  (let ((hover (jsonrpc-request server :textDocument/hover (eglot--TextDocumentPositionParams))))
    (check "hover has the words of the source"
           (string-match-p "214 homes were flooded on Monday night" (plist-get (plist-get hover :contents) :value)) hover))
  (save-window-excursion
    (call-interactively #'xref-find-definitions)
    (check "definition opens the source at the figure"
           (and (equal (file-name-nondirectory buffer-file-name) "harbour.md") (looking-at-p "214"))
           (list buffer-file-name (point)))
    (kill-buffer))
  (let* ((offered (eglot-code-actions (- (point) 1) (+ (point) 1) nil nil))
         (fits (lambda (it) (string-match-p "214" (plist-get it :title))))
         (action (seq-find fits offered)))
    (check "the source's figure is offered" action (mapcar (lambda (it) (plist-get it :title)) offered))
    (if (fboundp 'eglot-execute) (eglot-execute server action)
      (eglot--apply-workspace-edit (plist-get action :edit))))
  (check "and taken over" (string-match-p "in Ostermole 214 homes" (buffer-string)) (buffer-string))
  ;; Eglot sends what was changed once nobody types; in batch nobody ever rests.
  (eglot--signal-textDocument/didChange)
  (await-findings "the finding is gone" "after")
  (let ((process (jsonrpc--process server)))
    (eglot-shutdown server nil nil t)
    (await "the process is gone" (lambda () (not (process-live-p process))))))
(set-buffer-modified-p nil)
(delete-directory desk t)
(say "ALL PASS")
(kill-emacs 0)
