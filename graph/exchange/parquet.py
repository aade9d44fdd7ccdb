"""The exported tables as Parquet: the columns of the CSV tables with their types, and what each means.

Guarantees:
    1. Values are those of the rows, unchanged; columns are in the order of the fields.
    2. A part of the rows is in memory at a time.
    3. The same rows give the same bytes with the same version of the library.

Source: Apache Parquet format, logical types and file metadata.
"""

from collections.abc import Iterable
from itertools import islice
from typing import IO

from extract.messages import message
from graph.dataset.rows import ROW_TYPES, Row
from graph.dataset.schema import Datatype, properties
from graph.errors import GraphError
from ontology.catalogue import Language

_AT_ONCE = 20_000  # rows of a group, which is what is in memory
_TYPES = {Datatype.INTEGER: "int64", Datatype.DECIMAL: "float64", Datatype.BOOLEAN: "bool"}  # every other is a string


class NoParquetError(GraphError):
    """The library that writes Parquet is not installed."""


def write_parquet(file: IO[bytes], name: str, rows: Iterable[Row]) -> None:
    """Write one table.

    Args:
        file: where to.
        name: one of ``graph.dataset.csv_tables.EXPORTED``.
        rows: its rows.

    Raises:
        NoParquetError: the extra is not installed.
    """
    try:
        import pyarrow as pa  # noqa: PLC0415  an optional extra
        from pyarrow import parquet  # noqa: PLC0415  same
    except ImportError as error:
        raise NoParquetError(message("导出 Parquet 须先安装 dutygraph[parquet]。")) from error
    columns = properties(ROW_TYPES[name])
    said = [{language.value: one.meaning.render(language) for language in Language} for one in columns]
    schema = pa.schema(
        pa.field(one.name, _TYPES.get(one.datatype, "string"), nullable=False, metadata=meaning)
        for one, meaning in zip(columns, said, strict=True)
    )
    left = iter(rows)
    with parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        while some := list(islice(left, _AT_ONCE)):
            values = [[getattr(row, one.name) for row in some] for one in columns]
            writer.write_table(pa.Table.from_arrays(list(map(pa.array, values, schema.types)), schema=schema))
