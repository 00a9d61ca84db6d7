using PimSim.Core;

namespace PimSim.Exploration.Tests.Store;

public sealed class StoreTests
{
    [Fact]
    public void A_journal_gives_back_what_was_appended()
    {
        using TemporaryFolder folder = new();
        using (SweepJournal journal = SweepJournal.Open(folder.In("journal"), out IReadOnlyList<JournalEntry> none))
        {
            Assert.Empty(none);
            journal.Append([new JournalEntry(3, 0.5, Samples.Result(0.1, 1e-300)), new JournalEntry(1, 0.25, PointResult.Failed("PIM0700", "zu groß, \"so\""))]);
        }

        IReadOnlyList<JournalEntry> entries = SweepJournal.Read(folder.In("journal"));
        Assert.Equal([3L, 1L], entries.Select(e => e.Point));
        Assert.Equal((0.1, 1e-300), (entries[0].Result.Figures!.TimeSeconds, entries[0].Result.Figures!.EnergyPj));
        Assert.Equal(("PIM0700", "zu groß, \"so\""), (entries[1].Result.Error, entries[1].Result.Message));
    }

    [Fact]
    public void A_journal_cut_anywhere_keeps_its_whole_lines_and_goes_on()
    {
        using TemporaryFolder folder = new();
        string path = folder.In("journal");
        using (SweepJournal journal = SweepJournal.Open(path, out _))
        {
            journal.Append(Enumerable.Range(0, 3).Select(i => new JournalEntry(i, 1, PointResult.Failed("PIM0700", "x"))));
        }

        byte[] whole = File.ReadAllBytes(path);
        int line = whole.Length / 3;
        for (int length = 0; length <= whole.Length; length++)
        {
            File.WriteAllBytes(path, whole[..length]);
            using (SweepJournal journal = SweepJournal.Open(path, out IReadOnlyList<JournalEntry> kept))
            {
                Assert.Equal(length / line, kept.Count);
                journal.Append([new JournalEntry(9, 1, PointResult.Failed("PIM0700", "y"))]);
            }

            Assert.Equal((length / line) + 1, SweepJournal.Read(path).Count);
        }
    }

    [Fact]
    public void A_damaged_line_and_what_follows_is_dropped()
    {
        using TemporaryFolder folder = new();
        string path = folder.In("journal");
        using (SweepJournal journal = SweepJournal.Open(path, out _))
        {
            journal.Append(Enumerable.Range(0, 3).Select(i => new JournalEntry(i, 1, PointResult.Failed("PIM0700", "x"))));
        }

        byte[] bytes = File.ReadAllBytes(path);
        bytes[(bytes.Length / 3) + 20] ^= 1;
        File.WriteAllBytes(path, bytes);
        Assert.Equal([0L], SweepJournal.Read(path).Select(e => e.Point));
    }

    [Fact]
    public void A_journal_that_cannot_be_opened_is_a_numbered_fault()
    {
        using TemporaryFolder folder = new();
        Assert.Equal("PIM1246", Assert.Throws<UserErrorException>(() => SweepJournal.Open(folder.In("absent/journal"), out _)).Diagnostics[0].Code);
    }

    [Fact]
    public void Tables_come_back_from_Parquet_with_what_is_absent()
    {
        using TemporaryFolder folder = new();
        ResultTable table = new(
        [
            (new ResultColumn("whole", typeof(long)), [1L, null, long.MinValue]),
            (new ResultColumn("real", typeof(double)), [0.1, double.MaxValue, null]),
            (new ResultColumn("text", typeof(string)), ["", null, "ß,\""]),
        ]);
        ParquetTable.Write(folder.In("t.parquet"), table);
        ResultTable read = ParquetTable.Read(folder.In("t.parquet"));
        Assert.Equal(table.Columns, read.Columns);
        for (int c = 0; c < table.Columns.Count; c++)
        {
            Assert.Equal(table.Values[c], read.Values[c]);
        }

        File.WriteAllText(folder.In("t.parquet"), "PAR1 or not");
        Assert.Equal("PIM1259", Assert.Throws<UserErrorException>(() => ParquetTable.Read(folder.In("t.parquet"))).Diagnostics[0].Code);
    }

    [Fact]
    public void Csv_and_json_have_a_row_for_each_layer()
    {
        using TemporaryFolder folder = new();
        ResultTable layers = ResultColumns.OfLayers([new FinishedPoint(new PlannedPoint(7, 0, [0]), Samples.Result(1, 2.5)), new FinishedPoint(new PlannedPoint(8, 0, [1]), PointResult.Failed("PIM0700", "no"))]);
        TableExport.Write(layers, "csv", folder.In("l.csv"));
        TableExport.Write(layers, "json", folder.In("l.json"));
        Assert.Equal(
            "point,layer,name,where,cycles,energyPj,bitMacs,realMacs,peakCycles,columnReads,busBytes\n7,0,\"conv, \"\"1\"\"\",xnor,10,2.5,1,2,3,4,5\n",
            File.ReadAllText(folder.In("l.csv")));
        Assert.Contains("\"energyPj\": 2.5", File.ReadAllText(folder.In("l.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void Folders_that_do_not_fit_are_refused()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.In("mine.txt"), "");
        Assert.Equal("PIM1247", Assert.Throws<UserErrorException>(() => SweepFolder.Create(folder.Path)).Diagnostics[0].Code);
        Assert.Equal("PIM1248", Assert.Throws<UserErrorException>(() => SweepFolder.Open(folder.Path)).Diagnostics[0].Code);
        Assert.Equal("PIM1259", Assert.Throws<UserErrorException>(() => PointDescription.FromJson("{\"device\": 3}")).Diagnostics[0].Code);
    }

    [Fact]
    public void Only_one_process_at_a_time_holds_a_folder()
    {
        using TemporaryFolder folder = new();
        SweepFolder sweep = new(folder.Path);
        using (sweep.Hold())
        {
            Assert.Equal("PIM1250", Assert.Throws<UserErrorException>(sweep.Hold).Diagnostics[0].Code);
        }

        sweep.Hold().Dispose();
        Assert.Equal("PIM1246", Assert.Throws<UserErrorException>(new SweepFolder(folder.In("absent")).Hold).Diagnostics[0].Code);
    }
}
