"""Pages of a list, in the form that HSDS has."""


def page(asked, total, contents):
    """The members of a page: `contents` are those of this page, `total` how many there are on all."""
    pages = max(1, -(-total // asked.size))
    return {
        "total_items": total,
        "total_pages": pages,
        "page_number": asked.page,
        "size": len(contents),
        "first_page": asked.page == 1,
        "last_page": asked.page >= pages,
        "empty": not contents,
        "contents": contents,
    }


def part_of(asked, rows):
    """Those of a list that stand on the page that was asked for."""
    first = (asked.page - 1) * asked.size
    return rows[first : first + asked.size]
