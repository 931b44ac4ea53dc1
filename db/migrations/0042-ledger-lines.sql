-- Each line is written into every index. Lines of an item are found by the unique key that begins with it, so an index of items alone is one too many.
drop index commission_line_item;
