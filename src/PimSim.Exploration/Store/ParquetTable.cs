using Parquet;
using Parquet.Schema;
using PimSim.Core;

namespace PimSim.Exploration;

/// <summary>Tables as Parquet files; equal tables give equal bytes.</summary>
public static class ParquetTable
{
    private const int RowsPerGroup = 1 << 16;

    private static readonly ParquetOptions Options = new() { CompressionMethod = CompressionMethod.Snappy };

    /// <summary>Writes a file that is complete or not there.</summary>
    /// <exception cref="UserErrorException">PIM0020: it cannot be written.</exception>
    internal static void Write(string path, ResultTable table) => AtomicFile.Write(path, file =>
    {
        byte[] bytes = Task.Run(() => Bytes(table)).GetAwaiter().GetResult();
        file.Write(bytes);
    });

    /// <summary>Reads a file that <see cref="Write"/> wrote.</summary>
    /// <exception cref="UserErrorException">PIM0021: it cannot be read; PIM1259: it is damaged.</exception>
    public static ResultTable Read(string path)
    {
        byte[] bytes = WholeFile.Read(path);
        try
        {
            return Task.Run(() => Table(bytes)).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is not OperationCanceledException and not OutOfMemoryException)
        {
            throw new UserErrorException("PIM1259", "not a Parquet file of results: " + e.Message.ReplaceLineEndings(" "), path, "export or run again");
        }
    }

    private static async Task<byte[]> Bytes(ResultTable table)
    {
        DataField[] fields = [.. table.Columns.Select(Field)];
        using MemoryStream buffer = new();
        await using (ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), buffer, Options))
        {
            for (int from = 0; from < Math.Max(1, table.Rows); from += RowsPerGroup)
            {
                int rows = Math.Min(RowsPerGroup, table.Rows - from);
                using ParquetRowGroupWriter group = writer.CreateRowGroup();
                for (int c = 0; c < fields.Length; c++)
                {
                    await WriteColumn(group, fields[c], table.Columns[c].Type, table.Values[c].AsMemory(from, rows));
                }
            }
        }

        return buffer.ToArray();
    }

    private static DataField Field(ResultColumn column) =>
        column.Type == typeof(string) ? new DataField<string>(column.Name) : column.Type == typeof(long) ? new DataField<long?>(column.Name) : new DataField<double?>(column.Name);

    private static async Task WriteColumn(ParquetRowGroupWriter group, DataField field, Type type, ReadOnlyMemory<object?> values)
    {
        if (type == typeof(string))
        {
            await group.WriteAsync(field, (IReadOnlyCollection<string>)Array.ConvertAll(values.ToArray(), v => (string)v!));
        }
        else if (type == typeof(long))
        {
            await group.WriteAsync<long>(field, (ReadOnlyMemory<long?>)Array.ConvertAll(values.ToArray(), v => (long?)v));
        }
        else
        {
            await group.WriteAsync<double>(field, (ReadOnlyMemory<double?>)Array.ConvertAll(values.ToArray(), v => (double?)v));
        }
    }

    private static async Task<ResultTable> Table(byte[] bytes)
    {
        using MemoryStream stream = new(bytes);
        await using ParquetReader reader = await ParquetReader.CreateAsync(stream);
        DataField[] fields = reader.Schema.GetDataFields();
        List<object?>[] columns = [.. fields.Select(_ => new List<object?>())];
        for (int g = 0; g < reader.RowGroupCount; g++)
        {
            using ParquetRowGroupReader group = reader.OpenRowGroupReader(g);
            for (int c = 0; c < fields.Length; c++)
            {
                columns[c].AddRange(await ReadColumn(group, fields[c]));
            }
        }

        return new ResultTable([.. fields.Select((f, i) => (new ResultColumn(f.Name, TypeOf(f)), columns[i].ToArray()))]);
    }

    private static Type TypeOf(DataField field) => field.ClrType == typeof(ReadOnlyMemory<char>) ? typeof(string) : Nullable.GetUnderlyingType(field.ClrType) ?? field.ClrType;

    private static async Task<IEnumerable<object?>> ReadColumn(ParquetRowGroupReader group, DataField field)
    {
        int rows = (int)group.RowCount;
        if (TypeOf(field) == typeof(string))
        {
            string?[] texts = new string?[rows];
            await group.ReadAsync(field, texts.AsMemory());
            return texts;
        }

        if (TypeOf(field) == typeof(long))
        {
            long?[] numbers = new long?[rows];
            await group.ReadAsync<long>(field, numbers.AsMemory());
            return numbers.Select(n => (object?)n);
        }

        double?[] reals = new double?[rows];
        await group.ReadAsync<double>(field, reals.AsMemory());
        return reals.Select(r => (object?)r);
    }
}
