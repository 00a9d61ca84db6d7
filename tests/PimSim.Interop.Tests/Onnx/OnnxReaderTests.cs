using Google.Protobuf;
using PimSim.Data;
using PimSim.Interop.OnnxProto;
using PimSim.Tests;

namespace PimSim.Interop.Tests;

public sealed class OnnxReaderTests
{
    [Fact]
    public void A_graph_is_read()
    {
        OnnxModel model = Read(OnnxSamples.Model());
        Assert.Equal("test 1", model.Producer);
        Assert.Equal(9, model.Opsets[""]);
        Assert.Equal(1, model.Opsets["onnx.brevitas"]);
        Assert.Equal(["x"], model.Graph.Inputs.Select(i => i.Name), StringComparer.Ordinal);
        Assert.Equal([1L, 2L], model.Graph.Inputs[0].Shape);
        Assert.Equal(TensorElementType.Float32, model.Graph.Outputs[0].ElementType);
        Assert.Equal([1f, 2, 3, 4], model.Graph.Initializers["w"].ToSingles());
        Assert.Equal([-1L, 5], model.Graph.Initializers["t"].ToInt64s());
        OnnxNode first = model.Graph.Nodes[0];
        Assert.Equal(("first", "MatMul", ""), (first.Name, first.Operator, first.Domain));
        Assert.Equal(-1L, first.Attribute("axis", 0L));
        Assert.Equal(7L, first.Attribute("absent", 7L));
        Assert.Equal([1f, 2f], first.Attribute<float[]>("old", []));
        Assert.Equal("NHWC", first.Attribute("text", ""));
        Assert.Equal([-1L, 5], first.Attribute<NamedTensor>("tensor", null!).ToInt64s());
        Assert.Equal("Relu of y", model.Graph.Nodes[1].Name);
        Refusal.Of("PIM1048", () => first.Attribute("axis", 1f));
    }

    [Fact]
    public void Nodes_come_after_what_they_take()
    {
        ModelProto model = OnnxSamples.Model();
        NodeProto last = model.Graph.Node[1].Clone();
        model.Graph.Node.RemoveAt(1);
        model.Graph.Node.Insert(0, last);
        Assert.Equal(["MatMul", "Relu"], Read(model).Graph.Nodes.Select(n => n.Operator), StringComparer.Ordinal);
    }

    [Fact]
    public void Typed_fields_of_every_type_are_read()
    {
        Assert.Equal([1.5], Typed(new TensorProto { DataType = 1, FloatData = { 1.5f } }));
        Assert.Equal([200], Typed(new TensorProto { DataType = 2, Int32Data = { 200 } }));
        Assert.Equal([60000], Typed(new TensorProto { DataType = 4, Int32Data = { 60000 } }));
        Assert.Equal([-300], Typed(new TensorProto { DataType = 5, Int32Data = { -300 } }));
        Assert.Equal([-70000], Typed(new TensorProto { DataType = 6, Int32Data = { -70000 } }));
        Assert.Equal([-5e9], Typed(new TensorProto { DataType = 7, Int64Data = { -5_000_000_000 } }));
        Assert.Equal([1], Typed(new TensorProto { DataType = 9, Int32Data = { 1 } }));
        Assert.Equal([-2.5], Typed(new TensorProto { DataType = 10, Int32Data = { 0xC100 } }));
        Assert.Equal([2.5], Typed(new TensorProto { DataType = 11, DoubleData = { 2.5 } }));
        Assert.Equal([4e9], Typed(new TensorProto { DataType = 12, Uint64Data = { 4_000_000_000 } }));
        Assert.Equal([5e9], Typed(new TensorProto { DataType = 13, Uint64Data = { 5_000_000_000 } }));
        Assert.Equal([-2.5], Typed(new TensorProto { DataType = 16, Int32Data = { 0xC020 } }));
        static double[] Typed(TensorProto tensor)
        {
            tensor.Name = "n";
            tensor.Dims.Add(1);
            return Read(With(m => m.Graph.Initializer.Add(tensor))).Graph.Initializers["n"].ToDoubles();
        }
    }

    [Fact]
    public void Stored_tensors_are_checked()
    {
        Bad("PIM1042", new TensorProto { DataType = 8, Dims = { 1 } });
        Bad("PIM1042", new TensorProto { DataType = 14, Dims = { 1 } });
        Bad("PIM1042", new TensorProto { Dims = { 1 } });
        Bad("PIM1043", new TensorProto { DataType = 3, Dims = { 1 }, Int32Data = { 128 } });
        Bad("PIM1043", new TensorProto { DataType = 9, Dims = { 1 }, Int32Data = { 2 } });
        Bad("PIM1043", new TensorProto { DataType = 12, Dims = { 1 }, Uint64Data = { 1UL << 40 } });
        Bad("PIM1043", new TensorProto { DataType = 1, Dims = { 1 }, DoubleData = { 1 } });
        Bad("PIM1007", new TensorProto { DataType = 1, Dims = { 1 } });
        Bad("PIM1007", OnnxSamples.Raw("n", 1, [1, 2, 3, 4, 5], 1));
        Bad("PIM1007", OnnxSamples.Raw("n", 1, [], 1 << 30, 1 << 30));
        Bad("PIM1006", OnnxSamples.Raw("n", 1, [], 1L << 60));
        Bad("PIM1006", OnnxSamples.Raw("n", 1, [], -1));
        static void Bad(string code, TensorProto tensor)
        {
            tensor.Name = "n";
            Refused(code, m => m.Graph.Initializer.Add(tensor));
        }
    }

    [Fact]
    public void Graphs_are_checked()
    {
        Refused("PIM1046", m => m.Graph.Node[0].Input.Add("y"));
        Refused("PIM1046", m => m.Graph.Node.Add(OnnxSamples.Node("Add", ["self", "x"], "self")));
        Refused("PIM1047", m => m.Graph.Node[1].Input[0] = "never");
        Refused("PIM1047", m => m.Graph.Output[0].Name = "never");
        Refused("PIM1047", m => m.Graph.Node.Add(m.Graph.Node[1].Clone()));
        Refused("PIM1047", m => m.Graph.Node[1].Output.Add("x"));
        Refused("PIM1047", m => m.Graph.Initializer.Add(m.Graph.Initializer[0].Clone()));
        Refused("PIM1047", m => m.Graph.Initializer[0].Name = "");
        Refused("PIM1041", m => m.Graph = null);
        Refused("PIM1041", m => m.Graph.Node.Clear());
        Refused("PIM1041", m => m.OpsetImport.RemoveAt(1));
        Refused("PIM1041", m => m.Graph.Node[0].OpType = "");
        Refused("PIM1048", m => m.Graph.Node[0].Attribute.Add(m.Graph.Node[0].Attribute[0].Clone()));
        Refused("PIM1048", m => m.Graph.Node[0].Attribute[0].Type = 99);
        Refused("PIM1048", m => m.Graph.Node[0].Attribute.Add(new AttributeProto { Name = "empty" }));
        Refused("PIM1049", m => m.Graph.Node[0].Attribute.Add(new AttributeProto { Name = "then", G = ByteString.Empty }));
        Refused("PIM1049", m => m.Graph.Node[0].Attribute.Add(new AttributeProto { Name = "ref", RefAttrName = "a" }));
        Refused("PIM1049", m => m.Functions.Add(ByteString.Empty));
        Refused("PIM1049", m => m.Graph.SparseInitializer.Add(ByteString.Empty));
        Refused("PIM1006", m => m.Graph.Input[0].Type.TensorType.Shape.Dim.Add(Enumerable.Range(0, 70).Select(_ => new TensorShapeProto.Types.Dimension())));
        Refused("PIM1042", m => m.Graph.Input[0].Type.TensorType.ElemType = 77);
    }

    [Fact]
    public void More_messages_than_a_network_has_are_refused_before_they_are_objects()
    {
        byte[] nodes = [.. Enumerable.Repeat(new byte[] { 0x0A, 0 }, 200_000).SelectMany(node => node)];
        byte[] file = [0x3A, .. Varint(nodes.Length), .. nodes];
        long before = GC.GetAllocatedBytesForCurrentThread();
        Refusal.Of("PIM1050", () => OnnxReader.Read(file, "f.onnx"));

        // Objects would take a hundred times as much.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, file.Length);
    }

    [Fact]
    public void Deep_nesting_is_refused()
    {
        Refusal.Of("PIM1040", () => OnnxReader.Read([.. Enumerable.Repeat((byte)0x0B, 10_000)], "f.onnx"));
        byte[] nested = [];
        for (int i = 0; i < 500; i++)
        {
            nested = [0x3A, .. Varint(nested.Length), .. nested];
        }

        Refusal.Of("PIM1041", () => OnnxReader.Read(nested, "f.onnx"));
    }

    [Fact]
    public void External_data_is_read_from_the_folder_only()
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(Path.Combine(folder.Path, "net", "sub"));
        folder.Write("secret", [1, 2, 3, 4]);
        folder.Write("net/sub/data", [9, 1, 2, 3, 4]);
        File.CreateSymbolicLink(Path.Combine(folder.Path, "net", "link"), Path.Combine(folder.Path, "secret"));
        File.CreateSymbolicLink(Path.Combine(folder.Path, "net", "up"), folder.Path);
        OnnxModel Load(TensorProto tensor) => OnnxReader.Load(folder.Write("net/f.onnx", With(m => m.Graph.Initializer.Add(tensor)).ToByteArray()));

        Assert.Equal([1L, 2, 3, 4], Load(OnnxSamples.External("sub/data", 1, 4)).Graph.Initializers["e"].ToInt64s());
        Assert.Equal([9L, 1, 2, 3], Load(OnnxSamples.External("sub/data")).Graph.Initializers["e"].ToInt64s());
        foreach (string location in (string[])["../secret", "sub/../../secret", Path.Combine(folder.Path, "secret"), "link", "up/secret", "", ".", "./sub/data", "C:\\secret", "..\\secret", "a\nb", "/etc/hostname"])
        {
            Refusal.Of("PIM1044", () => Load(OnnxSamples.External(location)));
        }

        Refusal.Of("PIM1045", () => Load(OnnxSamples.External("none")));
        Refusal.Of("PIM1045", () => Load(OnnxSamples.External("sub/data", 2)));
        Refusal.Of("PIM1045", () => Load(OnnxSamples.External("sub/data", 0, 5)));
        Refusal.Of("PIM1045", () => Load(OnnxSamples.External("sub/data", long.MaxValue)));
        Refusal.Of("PIM1045", () => Load(OnnxSamples.External("sub/data", -1)));
        Refusal.Of("PIM1044", () => Read(With(m => m.Graph.Initializer.Add(OnnxSamples.External("sub/data")))));
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused() =>
        ParserFuzz.CutAnywhere(OnnxSamples.Model().ToByteArray(), file => OnnxReader.Read(file, "f.onnx"));

    [Fact]
    public void Damaged_files_are_read_or_refused() =>
        ParserFuzz.Run(OnnxSamples.Model().ToByteArray(), 5000, file => OnnxReader.Read(file, "f.onnx"), 1 << 17);

    [Fact]
    public void The_network_of_the_shared_folder_is_read()
    {
        OnnxModel model = OnnxReader.Load(SharedFolder.Require("models/qonnx/TFC_1W1A.onnx"));
        Assert.Equal(31, model.Graph.Nodes.Count);
        Assert.Equal(34 - 1, model.Graph.Initializers.Count);
        Assert.Equal(9, model.Opsets[""]);
        Assert.Equal("0", Assert.Single(model.Graph.Inputs).Name);
        Assert.Equal(8, model.Graph.Nodes.Count(n => n is { Operator: "BipolarQuant", Domain: "onnx.brevitas" }));
        Assert.Equal([784, 64], model.Graph.Initializers["38"].Shape.Order().Reverse());
        OnnxNode norm = model.Graph.Nodes.First(n => n.Operator == "BatchNormalization");
        Assert.Equal(1e-5f, norm.Attribute("epsilon", 0f));
        Assert.Equal(64, model.Graph.Initializers[norm.Inputs[1]].Count);
    }

    private static OnnxModel Read(ModelProto model) => OnnxReader.Read(model.ToByteArray(), "f.onnx");

    private static ModelProto With(Action<ModelProto> change)
    {
        ModelProto model = OnnxSamples.Model();
        change(model);
        return model;
    }

    private static void Refused(string code, Action<ModelProto> change) => Refusal.Of(code, () => Read(With(change)));

    private static byte[] Varint(int value)
    {
        List<byte> bytes = [];
        for (; value >= 0x80; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }

        return [.. bytes, (byte)value];
    }
}
