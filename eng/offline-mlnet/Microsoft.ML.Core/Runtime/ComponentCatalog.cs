using System.Reflection;

namespace Microsoft.ML.Runtime;

public sealed class ComponentCatalog
{
    private readonly Dictionary<string, LoadableClassAttribute> _loaders = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<Assembly> _assemblies = [];

    internal ComponentCatalog()
    {
    }

    public void RegisterAssembly(Assembly assembly, bool throwOnError = true)
    {
        lock (_loaders)
        {
            if (!_assemblies.Add(assembly))
                return;
            foreach (LoadableClassAttribute attribute in assembly.GetCustomAttributes<LoadableClassAttribute>())
            {
                foreach (string name in attribute.LoadNames)
                    _loaders[name] = attribute;
            }
        }
    }

    // As ML.NET binds a loader: a constructor or else a static Create, with (IHostEnvironment, ModelLoadContext).
    internal object Create(IHostEnvironment env, ModelLoadContext ctx, string loaderSignature)
    {
        LoadableClassAttribute attribute;
        lock (_loaders)
        {
            if (!_loaders.TryGetValue(loaderSignature, out attribute))
                return null;
        }

        const BindingFlags any = BindingFlags.Public | BindingFlags.NonPublic;
        Type[] types = [typeof(IHostEnvironment), typeof(ModelLoadContext)];
        object[] arguments = [env, ctx];
        ConstructorInfo constructor = attribute.LoaderType.GetConstructor(any | BindingFlags.Instance, types);
        MethodInfo create = attribute.LoaderType.GetMethod("Create", any | BindingFlags.Static, types);
        if (constructor is null && create is null)
            throw new InvalidOperationException($"Can't instantiate loadable class '{attribute.InstanceType.Name}' with name '{loaderSignature}'");
        return create is not null ? create.Invoke(null, arguments) : constructor.Invoke(arguments);
    }
}
