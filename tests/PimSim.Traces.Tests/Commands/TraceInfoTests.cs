using PimSim.Models;

namespace PimSim.Traces.Tests.Commands;

public sealed class TraceInfoTests
{
    [Fact]
    public void Counts_are_those_of_the_commands()
    {
        TracedCommand[] commands = TraceGen.Make(500, 6);
        TraceInfo info = Gather(TraceGen.Write(commands));
        Assert.Equal(500, info.Commands);
        Assert.Equal(500, info.CountByName.Sum(p => p.Value));
        Assert.Equal(commands.Count(c => c.Command.Command == 3), info.CountByName.Single(p => p.Key == "WR").Value);
        Assert.Equal(commands.Min(c => c.Command.Cycle), info.FirstCycle);
        Assert.Equal(commands.Max(c => c.Command.Cycle), info.LastCycle);
        Assert.Equal(commands.Sum(c => (long)c.Payload.Length), info.PayloadBytes);
        Assert.Equal(4, info.Domains);
        Assert.Null(info.Truncation);
    }

    [Fact]
    public void An_empty_trace_has_no_cycles()
    {
        TraceInfo info = Gather(TraceGen.Write([]));
        Assert.Equal(0, info.Commands);
        Assert.Null(info.FirstCycle);
        Assert.Null(info.LastCycle);
    }

    [Fact]
    public void A_file_appears_only_when_complete()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            string path = Path.Combine(folder, "t.pimtrace");
            using (CommandTraceWriter given = CommandTraceWriter.Create(path, TraceGen.Header()))
            {
                given.Add(new TimedCommand(0, 0, 0, 0, 0, default));
            }

            Assert.Empty(Directory.GetFiles(folder));
            using (CommandTraceWriter kept = CommandTraceWriter.Create(path, TraceGen.Header()))
            {
                kept.Add(new TimedCommand(0, 0, 0, 0, 0, default));
                Assert.False(File.Exists(path));
                kept.Complete();
            }

            Assert.Equal([path], Directory.GetFiles(folder));
            using CommandTraceReader reader = CommandTraceReader.Open(path);
            Assert.Equal(1, TraceInfo.Gather(reader, TestContext.Current.CancellationToken).Commands);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Missing_folders_and_files_are_user_errors()
    {
        string missing = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"), "t.pimtrace");
        Assert.Equal("PIM0020", Assert.Throws<Core.UserErrorException>(() => CommandTraceWriter.Create(missing, TraceGen.Header())).Diagnostics[0].Code);
        Assert.Equal("PIM0021", Assert.Throws<Core.UserErrorException>(() => CommandTraceReader.Open(missing)).Diagnostics[0].Code);
    }

    private static TraceInfo Gather(byte[] bytes)
    {
        using MemoryStream stream = new(bytes);
        using CommandTraceReader reader = new(stream, "t.pimtrace");
        return TraceInfo.Gather(reader, TestContext.Current.CancellationToken);
    }
}
