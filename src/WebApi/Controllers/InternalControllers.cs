using System.Reflection;
using Microsoft.AspNetCore.Mvc.Controllers;

namespace OpenViduMeet.WebApi.Controllers;

/// <summary>Finds our controllers, which are internal: nobody refers to them.</summary>
internal sealed class InternalControllers : ControllerFeatureProvider
{
    protected override bool IsController(TypeInfo typeInfo) =>
        typeInfo.IsAssignableTo(typeof(MeetController)) && !typeInfo.IsAbstract;
}
