using System.Globalization;
using System.Text;
using System.Text.Json;
using PimSim.Core;

namespace PimSim.Query;

/// <summary>
/// Entry point of <c>pimsim-query</c>: SQL on stdin, tables as arguments <c>name=file.parquet</c>, one JSON document on stdout. It is a program of its own because
/// its native part is many times as large as all else (docs/decisions/035-query-is-a-program.md); <c>pimsim sweep query</c> starts it.
/// </summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        try
        {
            (string Name, string File)[] tables = [.. args.Select(Table)];
            using MemoryStream result = new();
            SqlQuery.Run(tables, Console.In.ReadToEnd(), result);
            Console.Out.WriteLine(Encoding.UTF8.GetString(result.ToArray()));
            return 0;
        }
        catch (UserErrorException e)
        {
            foreach (Diagnostic diagnostic in e.Diagnostics)
            {
                Console.Error.WriteLine(JsonSerializer.Serialize(diagnostic.Message.ReplaceLineEndings(" ")));
            }

            return 2;
        }
    }

    private static (string Name, string File) Table(string argument)
    {
        int equals = argument.IndexOf('=', StringComparison.Ordinal);
        return equals > 0
            ? (argument[..equals], argument[(equals + 1)..])
            : throw new UserErrorException("PIM1257", $"'{argument}' names no table; write name=file.parquet");
    }
}
