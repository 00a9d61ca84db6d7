using System.Text.Json;

namespace PimSim.Cli.Tests;

/// <summary>The rules of the Trace Event Format.</summary>
internal static class TraceEventRules
{
    public static string Phase(JsonElement e) => e.GetProperty("ph").GetString()!;

    public static string Name(JsonElement e) => e.GetProperty("name").GetString()!;

    /// <summary>Known phases; process, track and time everywhere; on each track rising times, and slices that nest or are apart.</summary>
    public static void Assert(JsonElement[] events)
    {
        Xunit.Assert.NotEmpty(events);
        HashSet<int> named = [];
        foreach (JsonElement e in events)
        {
            Xunit.Assert.Contains(Phase(e), new[] { "M", "B", "E", "X", "C" }, StringComparer.Ordinal);
            Xunit.Assert.True(e.GetProperty("ts").GetDecimal() >= 0);
            Xunit.Assert.True(Phase(e) != "X" || e.GetProperty("dur").GetDecimal() >= 0);
            Xunit.Assert.True(Phase(e) == "E" || Name(e).Length > 0);
            if (Phase(e) == "M" && Name(e) == "process_name")
            {
                named.Add(e.GetProperty("pid").GetInt32());
            }
        }

        Xunit.Assert.All(events, e => Xunit.Assert.Contains(e.GetProperty("pid").GetInt32(), named));
        foreach (var track in events.Where(e => Phase(e) is "B" or "E" or "X").GroupBy(e => (e.GetProperty("pid").GetInt32(), e.GetProperty("tid").GetInt32())))
        {
            AssertNested(track);
        }

        foreach (var counter in events.Where(e => Phase(e) == "C").GroupBy(e => e.GetProperty("pid").GetInt32()))
        {
            decimal[] times = [.. counter.Select(e => e.GetProperty("ts").GetDecimal())];
            Xunit.Assert.Equal(times.Order(), times);
        }
    }

    private static void AssertNested(IEnumerable<JsonElement> track)
    {
        Stack<decimal> ends = new();
        decimal last = 0;
        foreach (JsonElement e in track)
        {
            decimal time = e.GetProperty("ts").GetDecimal();
            Xunit.Assert.True(time >= last, $"{e} comes after {last}");
            last = time;
            while (ends.TryPeek(out decimal over) && over != decimal.MaxValue && over <= time)
            {
                ends.Pop();
            }

            if (Phase(e) == "B")
            {
                Xunit.Assert.Empty(ends);
                ends.Push(decimal.MaxValue);
            }
            else if (Phase(e) == "E")
            {
                Xunit.Assert.Equal(decimal.MaxValue, Xunit.Assert.Single(ends));
                ends.Pop();
            }
            else
            {
                Xunit.Assert.All(ends, end => Xunit.Assert.Equal(decimal.MaxValue, end));
                ends.Push(time + e.GetProperty("dur").GetDecimal());
            }
        }

        Xunit.Assert.DoesNotContain(decimal.MaxValue, ends);
    }

    /// <summary>The events of a file.</summary>
    public static async Task<JsonElement[]> ReadAsync(string file)
    {
        JsonElement document = JsonDocument.Parse(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)).RootElement;
        Xunit.Assert.Equal("ns", document.GetProperty("displayTimeUnit").GetString());
        return [.. document.GetProperty("traceEvents").EnumerateArray()];
    }
}
