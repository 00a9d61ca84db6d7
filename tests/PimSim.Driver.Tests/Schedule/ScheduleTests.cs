using CsCheck;
using PimSim.Models;
using PimSim.Tests;

namespace PimSim.Driver.Tests;

public sealed class ScheduleTests
{
    private static readonly Gen<(int Signatures, int Windows, int Images, int Shards)> Orders =
        Gen.Select(Gen.Int[1, 9], Gen.Int[1, 40], Gen.Int[1, 9], Gen.Int[1, 17]);

    [Fact]
    public void Windows_are_ordered_by_the_classes_of_their_positions() => RandomCase.Gen.ForEach(150, c =>
    {
        foreach (BinaryOperation operation in c.Workload.Operations.OfType<BinaryOperation>().Where(o => o.Thresholds is not null))
        {
            LayerShape s = operation.Shape;
            IReadOnlyList<int> classes = operation.Thresholds!.ClassOfPosition;
            var order = WindowOrder.Create(s, classes);
            Assert.Equal(s.Windows, order.Count);
            Assert.Equal(Enumerable.Range(0, s.Windows), order.Windows.SelectMany(w => w).Order());
            Assert.Equal(order.Signatures.Length, order.Signatures.Select(v => string.Join(',', v)).Distinct(StringComparer.Ordinal).Count());
            for (int i = 0; i < order.Signatures.Length; i++)
            {
                Assert.Equal(order.Windows[i].Order(), order.Windows[i]);
                Assert.All(order.Windows[i], w => Assert.Equal(order.Signatures[i], Enumerable.Range(0, s.WindowPositions).Select(p => classes[s.Position(w, p)])));
            }
        }
    });

    [Fact]
    public void Shards_are_a_partition_in_nearly_equal_parts() => Orders.ForEach(200, o =>
    {
        LayerShape shape = Operations.Shape(1, o.Windows, 1, 1, 1);
        var order = WindowOrder.Create(shape, [.. Enumerable.Range(0, o.Windows).Select(w => w * 7 % o.Signatures)]);
        ShardItems[] shards = [.. Enumerable.Range(0, o.Shards).Select(s => ShardItems.Create(order, o.Images, s, o.Shards))];
        (int Image, int Window)[] items = [.. shards.SelectMany(s => s.Images.Zip(s.Windows))];
        Assert.Equal(o.Images * o.Windows, items.Length);
        Assert.Equal(items.Length, items.Distinct().Count());
        Assert.All(items, i => Assert.True(i.Image < o.Images && i.Window < o.Windows));
        Assert.InRange(shards.Max(s => s.Images.Length) - shards.Min(s => s.Images.Length), 0, 1);
        foreach (ShardItems shard in shards)
        {
            int next = 0;
            foreach (ItemRun run in shard.Runs)
            {
                Assert.Equal(next, run.First);
                Assert.True(run.Count > 0);
                Assert.All(Enumerable.Range(run.First, run.Count), i => Assert.Contains(shard.Windows[i], order.Windows[run.Signature]));
                next += run.Count;
            }

            Assert.Equal(shard.Images.Length, next);
        }
    });

    [Fact]
    public void Batches_cover_every_item_once_and_fit_the_output_buffer()
    {
        int placed = 0;
        RandomCase.Gen.ForEach(150, c =>
        {
            foreach (LayerLayout layout in RandomCase.Place(c.Model, c.Workload)?.Layers ?? [])
            {
                placed++;
                var items = ShardItems.Create(layout.Windows, 3, 1, 2);
                int next = 0;
                foreach (ReadOutGroup group in items.Runs.SelectMany(r => ReadOutGroup.Of(layout, r)))
                {
                    Assert.Equal(next, group.FirstItem);
                    foreach (Batch batch in group.Batches(layout))
                    {
                        Assert.Equal(next, batch.FirstItem);
                        Assert.InRange(batch.Windows, 1, layout.WindowsPerBatch);
                        next += batch.Windows;
                        Assert.All(layout.Tiles, t => RequireRoom(c.Model, layout, t, batch));
                    }
                }

                Assert.Equal(items.Images.Length, next);
            }
        });
        Assert.True(placed > 200, $"only {placed} layers were placed");
    }

    [Fact]
    public void Every_image_has_one_team_and_every_domain_a_place() => Gen.Select(Gen.Int[1, 200], Gen.Int[0, 4], Gen.Int[1, 9]).ForEach(200, t =>
    {
        int shards = new[] { 0, 1, 2, 4, 16 }[t.Item2];
        DeviceModel model = shards == 0 ? Hbm : Sharded[shards];
        var sharding = ImageSharding.Create(model, t.Item1);
        Assert.Equal(16, sharding.Teams * sharding.Shards);
        int next = 0;
        for (int team = 0; team < sharding.Teams; team++)
        {
            Assert.Equal(next, sharding.FirstImage(team));
            Assert.Equal(sharding.TeamImages(team), sharding.Groups(team).Sum());
            Assert.All(sharding.Groups(team), g => Assert.InRange(g, 1, sharding.GroupSize));
            Assert.All(sharding.Groups(team).SkipLast(1), g => Assert.Equal(sharding.GroupSize, g));
            next += sharding.TeamImages(team);
        }

        Assert.Equal(t.Item1, next);
        Assert.Equal(16, Enumerable.Range(0, 16).Select(d => (sharding.Team(d), sharding.Shard(d))).Distinct().Count());
        Assert.All(Enumerable.Range(0, 16), d => Assert.True(sharding.Team(d) < sharding.Teams && sharding.Shard(d) < sharding.Shards));
    });

    [Theory]
    [InlineData(1, 16)]
    [InlineData(2, 8)]
    [InlineData(3, 4)]
    [InlineData(8, 2)]
    [InlineData(9, 1)]
    [InlineData(1000, 1)]
    public void Few_images_share_their_pixels(int images, int shards) => Assert.Equal(shards, ImageSharding.Create(Hbm, images).Shards);

    private static DeviceModel Hbm { get; } = DeviceModelLoader.Load("hbm2-2000-pim", []);

    private static Dictionary<int, DeviceModel> Sharded { get; } = new[] { 1, 2, 4, 16 }.ToDictionary(
        s => s, s => DeviceModelLoader.Load("hbm2-2000-pim", [$"placement.pixelShards={s}", $"placement.imagesPerGroup={s + 1}"]));

    private static void RequireRoom(DeviceModel model, LayerLayout layout, Tile tile, Batch batch)
    {
        ProcessingUnitModel unit = model.Unit!;
        int positions = layout.MaxPositions;
        if (layout is BinaryLayout { Binary.Thresholds: not null } binary)
        {
            int end = ((batch.Slot * layout.WindowsPerBatch) + batch.Windows) * tile.PerUnit;
            Assert.InRange(end, 1, binary.StagingBit);
            Assert.True(!binary.Pools || binary.StagingBit + (positions * tile.PerUnit) <= unit.LaneBits);
            Assert.True(binary.SetCount * tile.PerUnit <= unit.ThresholdEntries);
        }

        if (layout is RealLayout { Real.OutputIsBits: true } real)
        {
            Assert.InRange(((batch.Slot * real.WindowsPerBatch) + batch.Windows) * unit.SimdLanes, 1, unit.LaneBits);
        }

        if (layout is BinaryLayout)
        {
            Assert.True(positions <= unit.InputRegisters && positions * tile.PerUnit <= unit.Accumulators);
        }
        else
        {
            Assert.True(batch.Windows * layout.Shape.WindowPositions <= unit.VectorRegisters);
        }
    }
}
