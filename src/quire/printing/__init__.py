"""The rendered book as PDFs: read from its HTML here, set by Typst with the template `book/print/book.typ`."""
